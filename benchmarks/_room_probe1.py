"""start-up time from stream start to sound in recording, and record start, by sink variants"""
import sys, time, subprocess, statistics
sys.path.insert(0, "/work/main/tests/room")
import room as R
CHILD = '''
import sys, time, json
t0=time.perf_counter()
import sounddevice as sd
t1=time.perf_counter()
import numpy as np
LAT=float(sys.argv[1])
calls=[]
pos=0
def cb(out, frames, tm, status):
    global pos
    calls.append((time.perf_counter(), frames, tm.outputBufferDacTime-tm.currentTime, str(status)))
    out[:]=0
    if pos==0: out[0]=0.5
    pos+=frames
t2=time.perf_counter()
s=sd.OutputStream(samplerate=48000,channels=2,latency=LAT,callback=cb)
t3=time.perf_counter()
s.start()
t4=time.perf_counter()
time.sleep(1.5)
c=calls
print(json.dumps(dict(imp=t1-t0,open=t3-t2,start=t4-t3,first=c[0][0]-t2 if c else None,lat=s.latency,n=len(c),
 first10=[(round((x[0]-c[0][0])*1000,1),x[1],round(x[2]*1000,1),x[3]) for x in c[:12]], sizes={str(k):v for k,v in __import__("collections").Counter(x[1] for x in c).items()},
 flags=sum(1 for x in c if x[3]), mono0=c[0][0])))
s.abort(); s.close()
'''
variant=sys.argv[1]; ka=sys.argv[2]=="1"; lat=sys.argv[3]; R.LATENCY_MS=int(sys.argv[4])
orig=R.Room.pactl
def pactl(self,*a):
    if a[:2]==("load-module","module-null-sink") and variant=="norew": a=(*a,"norewinds=1")
    return orig(self,*a)
R.Room.pactl=pactl
with R.Room(keep_awake=ka) as r:
    t=time.perf_counter()
    with r.record() as rec:
        print("record start %.3f"%(time.perf_counter()-t))
        tstart=time.perf_counter()
        p=subprocess.run([sys.executable,"-c",CHILD,lat],env=r.env,capture_output=True,text=True)
        print(p.stdout,"ERR:",p.stderr[-500:])
    o=R.onsets(rec.samples(),48000,threshold=.1)
    print("onsets",o,[x/48000 for x in o], "len",len(rec.samples())/48000)
