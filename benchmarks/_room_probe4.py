"""idle room, no recorder: does a stream advance at once? and no sinks from the start; import without server"""
import sys, time, subprocess
sys.path.insert(0, "/work/main/tests/room")
import room as R
src=open("/work/main/benchmarks/_room_probe1.py").read().split("'''")[1]
with R.Room() as r:
    time.sleep(2)
    for lat in ("0.05","0.1","0.2","0.02","low","high"):
        s=src.replace("float(sys.argv[1])","sys.argv[1]\ntry: LAT=float(LAT)\nexcept ValueError: pass")
        p=subprocess.run([sys.executable,"-c",s,lat],env=r.env,capture_output=True,text=True); print(lat,p.stdout,"ERR:",p.stderr)
def q(env,tag):
    t=time.time()
    p=subprocess.run([sys.executable,"-c","import sounddevice as sd; print(sd.query_devices())\ntry: print(sd.OutputStream(samplerate=48000,channels=2,latency=.05))\nexcept Exception as e: print(repr(e))\ntry: print(sd.InputStream(samplerate=48000,channels=1,latency=.05))\nexcept Exception as e: print(repr(e))"],env=env,capture_output=True,text=True); print("==",tag,time.time()-t,p.stdout,"ERR:",p.stderr)
with R.Room() as r:
    r.remove_sink("voice"); q(r.env,"one sink, no mic source"); r.remove_sink("loudspeaker"); q(r.env,"no sinks")
    r.stop_server(); q(r.env,"no server")
import os
q(dict(os.environ),"no room, system ALSA config")
