import sys, time, subprocess
sys.path.insert(0, "/work/main/tests/room")
from room import *
t=time.monotonic()
with Room() as r:
    print("start", time.monotonic()-t)
    print(r.pactl("list","short","sinks")); print(r.pactl("info"))
    t=time.monotonic()
    with r.record() as rec:
        print("record started", time.monotonic()-t)
        out=subprocess.run([sys.executable,"-c","""
import time; t=time.perf_counter()
import sounddevice as sd
print('import', time.perf_counter()-t)
print(sd.query_devices(), sd.default.device, sd.query_devices(kind='output')['default_samplerate'], sd.query_devices(kind='input')['default_samplerate'])
"""],env=r.env,capture_output=True,text=True); print(out.stdout,"ERR",out.stderr)
        t=time.monotonic()
    print("record ended", time.monotonic()-t, len(rec.samples())/48000)
    subprocess.run("ps -o pid,ni,cls,time,pcpu,args -C pulseaudio,pacat; ls -la $XDG_RUNTIME_DIR /dev/shm; cat $XDG_RUNTIME_DIR/log.txt",shell=True,env=r.env)
    t=time.monotonic()
print("end", time.monotonic()-t)
