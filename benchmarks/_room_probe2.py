"""stop latency and start latency"""
import sys, time, subprocess, statistics, json, threading
sys.path.insert(0, "/work/main/tests/room")
import room as R, numpy as np
CHILD = '''
import sys, time, json, random
import sounddevice as sd, numpy as np
LAT=float(sys.argv[1]); N=int(sys.argv[2])
on=False; calls=[]; pos=0; flagged=0
def cb(out, frames, tm, status):
    global pos
    calls.append((time.monotonic(), frames, tm.outputBufferDacTime-tm.currentTime, str(status)))
    out[:]=0.5 if on else 0
    pos+=frames
s=sd.OutputStream(samplerate=48000,channels=2,latency=LAT,callback=cb)
s.start(); time.sleep(.5)
offs=[]; ons=[]
for i in range(N):
    ons.append(time.monotonic()); on=True
    time.sleep(.25+.1*random.random())
    offs.append(time.monotonic()); on=False
    time.sleep(.4+.1*random.random())
dacs=[c[2] for c in calls[10:]]
import collections
print(json.dumps(dict(ons=ons,offs=offs,lat=s.latency,flags=collections.Counter(c[3] for c in calls),sizes=collections.Counter(c[1] for c in calls),dac_med=sorted(dacs)[len(dacs)//2], 
 burst=sum(c[1] for c in calls if c[0]-calls[0][0]<.008))))
s.abort(); s.close()
'''
norew=sys.argv[1]=="norew"; ka=sys.argv[2]=="1"; lat=sys.argv[3]; R.LATENCY_MS=int(sys.argv[4]); N=20
orig=R.Room.pactl
def pactl(self,*a):
    if a[:2]==("load-module","module-null-sink") and norew: pass
    return orig(self,*a)
R.Room.pactl=pactl
with R.Room() as r:
    with r.record() as rec:
        sizes=[]; stop=False
        def watch():
            last=0
            while not stop:
                s=rec._size()
                if s!=last: sizes.append((time.monotonic(), s//8)); last=s
                time.sleep(.0005)
        th=threading.Thread(target=watch); th.start()
        p=subprocess.run([sys.executable,"-c",CHILD,lat,str(N)],env=r.env,capture_output=True,text=True)
        stop=True; th.join()
    d=json.loads(p.stdout) if p.stdout else sys.exit(p.stderr)
    x=np.abs(rec.samples())>.1
    edges=np.diff(x.astype(int)); up=np.flatnonzero(edges==1)+1; down=np.flatnonzero(edges==-1)+1
    off=max(n-48000*t for t,n in sizes)   # earliest production
    def wall(f): return (f-off)/48000
    def arrive(f): return next(t for t,n in sizes if n>=f)
    print("pairs",len(up),len(down),"lat",d["lat"],"dac_med %.1f"%(d["dac_med"]*1000),"burst",d["burst"],"sizes",sum(v for k,v in d["sizes"].items() if k not in ("600","1200","2400")),"odd sizes, flags",d["flags"], p.stderr)
    for name,ev,ts in (("off",down,d["offs"]),("on",up,d["ons"])):
        a=[(wall(f)-t)*1000 for f,t in zip(ev,ts)]; b=[(arrive(f+1)-t)*1000 for f,t in zip(ev,ts)]
        print(name,"render clock med %.1f min %.1f max %.1f"%(statistics.median(a),min(a),max(a)),"| in file med %.1f min %.1f max %.1f"%(statistics.median(b),min(b),max(b)))

    import itertools
    slip=[((n-48000*t)-off)/48 for t,n in sizes]
    k=max(1,len(slip)//25); print("slip ms over time", [round(max(slip[i:i+k])) for i in range(0,len(slip),k)])
    print(open(r._folder/"log.txt").read()[-600:])
