import sys, time, subprocess, json, select, os
sys.path.insert(0, "/work/main/tests/room")
import room as R, numpy as np
CHILD = '''
import sys, time, json, faulthandler
import sounddevice as sd
calls=[]; fin=[]
def cb(out, frames, tm, status):
    calls.append((time.monotonic(), frames, str(status)))
    out[:]=0.01
def finished(): fin.append(time.monotonic())
def open_():
    global s
    s=sd.OutputStream(samplerate=48000,channels=2,latency=0.05,callback=cb,finished_callback=finished)
def start(): s.start()
def reinit():
    sd._terminate(); sd._initialize()
def devices():
    return [d["name"] for d in sd.query_devices()]
for line in sys.stdin:
    c=line.strip(); t=time.monotonic()
    try:
        if c=="status":
            now=time.monotonic()
            r=dict(n=len(calls),age_ms=round((now-calls[-1][0])*1000) if calls else None,fin_ago_ms=[round((now-f)*1000) for f in fin],fin_after_last_cb_ms=[round((f-max([x[0] for x in calls if x[0]<=f] or [f]))*1000,1) for f in fin],active=s.active,stopped=s.stopped,closed=s.closed,flags=[ (i,x[2]) for i,x in enumerate(calls) if x[2]][-3:])
        else: r=eval(c)
        if r is None: r="ok"
    except Exception as e: r="%s: %s"%(type(e).__name__, e)
    print(json.dumps([c,r,round((time.monotonic()-t)*1000,1)]),flush=True)
'''
class C:
    def __init__(s, r):
        s.p=subprocess.Popen([sys.executable,"-u","-c",CHILD],env=r.env,stdin=subprocess.PIPE,stdout=subprocess.PIPE,stderr=open("/tmp/child.err","w"),text=True,bufsize=1)
    def __call__(s,*cmds,timeout=8):
        for c in cmds:
            s.p.stdin.write(c+"\n"); s.p.stdin.flush()
            rd,_,_=select.select([s.p.stdout],[],[],timeout)
            if not rd:
                print("  HANG", c, "> %ss"%timeout); subprocess.run(["cat",f"/proc/{s.p.pid}/wchan"]); return False
            line=s.p.stdout.readline()
            print("  ", line.strip() if line else "DIED rc=%s"%s.p.wait())
            if not line: return False
        return True
    def end(s):
        s.p.kill(); s.p.wait(); e=open("/tmp/child.err").read(); print("  stderr:", e[-1500:] or "(empty)")
def case(name, fn):
    print("=====",name)
    with R.Room() as r:
        c=C(r)
        try:
            c("open_()","start()"); time.sleep(.6); c("status")
            fn(r,c)
        finally: c.end()
        for l in open(r._folder/"log.txt"):
            if "D-Bus" not in l and "root" not in l and "remapp" not in l: print("  srv:",l.rstrip()[:150])
def only(r):
    r.remove_sink("voice") # second sink away
def a(r,c):
    r.remove_sink("voice"); time.sleep(.2); r.remove_sink("loudspeaker"); print("  sinks:",repr(r.pactl("list","short","sinks")), r.pactl("get-default-sink"))
    time.sleep(.3); c("status"); time.sleep(1.5)
    c("status","s.abort()","s.close()","status","open_()","start()","devices()","reinit()","devices()","open_()")
    r.add_sink("loudspeaker"); time.sleep(.1); print("  back:", r.pactl("get-default-sink"))
    c("open_()","start()"); time.sleep(.3); c("status","s.close()","reinit()","devices()","open_()","start()"); time.sleep(.3); c("status","s.abort()","s.close()")
def a_close(r,c):
    r.remove_sink("voice"); r.remove_sink("loudspeaker"); time.sleep(.5)
    c("s.stop()","s.close()")
def a_reinit(r,c):
    r.remove_sink("voice"); r.remove_sink("loudspeaker"); time.sleep(.5)
    c("reinit()","devices()"); r.add_sink("loudspeaker"); c("devices()","reinit()","devices()","open_()","start()"); time.sleep(.3); c("status")
def b(r,c):
    r.add_sink("other"); time.sleep(.2); r.remove_sink("loudspeaker"); time.sleep(.5)
    print("  inputs:",r.pactl("list","short","sink-inputs"), r.pactl("list","short","sinks")); c("status"); time.sleep(.5); c("status")
    r.add_sink("loudspeaker"); time.sleep(.3); print("  back:", r.pactl("get-default-sink")); print("  inputs:",r.pactl("list","short","sink-inputs"), r.pactl("list","short","sinks")); c("status","s.abort()","s.close()")
def k(r,c):
    r.stop_server(); time.sleep(.5); c("status"); time.sleep(1.5); c("status","s.abort()","s.close()","open_()","start()","devices()","reinit()","devices()","open_()")
def k_stop(r,c):
    r.stop_server(); time.sleep(.5); c("s.stop()","s.close()")
def k_reinit(r,c):
    r.stop_server(); time.sleep(.5); c("reinit()","devices()")
def k_exit(r,c):
    r.stop_server(); time.sleep(.5); t=time.monotonic(); c.p.stdin.close(); print("  exit rc", c.p.wait(10), time.monotonic()-t)
def a_exit(r,c):
    r.remove_sink("voice"); r.remove_sink("loudspeaker"); time.sleep(.5); t=time.monotonic(); c.p.stdin.close(); print("  exit rc", c.p.wait(10), time.monotonic()-t)
def freeze(r,c):
    import signal
    r._server.send_signal(signal.SIGSTOP); time.sleep(1); c("status"); c("s.abort()",timeout=4) and c("s.close()",timeout=4)
    r._server.send_signal(signal.SIGCONT); time.sleep(.3)
def susp(r,c):
    r.pactl("suspend-sink","loudspeaker","1"); time.sleep(1); c("status"); 
    r.pactl("suspend-sink","loudspeaker","0"); time.sleep(.5); c("status")
    r.pactl("suspend-sink","loudspeaker","1"); time.sleep(.5); c("s.stop()",timeout=4) and c("s.close()",timeout=4)
def susp_abort(r,c):
    r.pactl("suspend-sink","loudspeaker","1"); time.sleep(.5); c("s.abort()",timeout=4) and c("s.close()",timeout=4)
def krestart(r,c):
    r.stop_server(); time.sleep(.3); c("status"); r.start_server(); c("open_()","start()"); time.sleep(.3); c("status","reinit()","open_()","start()"); time.sleep(.3); c("status")
def krestart2(r,c):
    r.stop_server(); time.sleep(.3); c("s.abort()","s.close()","reinit()","devices()"); r.start_server(); c("open_()","reinit()","open_()","start()"); time.sleep(.3); c("status")
def recmove(r,c):
    with r.record() as rec:
        time.sleep(.3); n0=rec._size(); r.remove_sink("loudspeaker"); time.sleep(.3); print("  sources:", r.pactl("list","short","source-outputs"), "|", r.pactl("list","short","sources")); n1=rec._size(); r.add_sink("loudspeaker"); time.sleep(.4); n2=rec._size(); print("  ",[x/8/48000 for x in (n0,n1,n2)], r.pactl("list","short","source-outputs"), rec._recorder.poll())
    x=rec.samples(); print("   loud segments", R.onsets(x,48000,threshold=.005,quiet_s=.001)[:10], len(x), float(abs(x).max()))
def recgone(r,c):
    with r.record() as rec:
        time.sleep(.3); r.remove_sink("voice"); r.remove_sink("loudspeaker"); time.sleep(.2); print("   parec", rec._recorder.poll()); r.add_sink("loudspeaker"); time.sleep(.2); t=time.monotonic()
    print("   stop took", time.monotonic()-t)
for n in sys.argv[1:] or ["a","a_close","a_reinit","b","k","k_stop","k_reinit","k_exit","a_exit"]: 
    try: case(n, globals()[n])
    except Exception as e: print("  EXC", repr(e))
