"""import/open/first times x10 ; PULSE 44100 vs 48000 rate ; abort->silence"""
import sys, time, subprocess, json, statistics
sys.path.insert(0, "/work/main/tests/room")
import room as R
src=open("/work/main/benchmarks/_room_probe1.py").read().split("'''")[1].replace("time.sleep(1.5)","time.sleep(.3)")
with R.Room() as r:
    rows=[json.loads(subprocess.run([sys.executable,"-c",src,"0.05"],env=r.env,capture_output=True,text=True).stdout) for _ in range(10)]
    for k in ("imp","open","start","first"): v=[x[k]*1000 for x in rows]; print(k,"med %.1f max %.1f ms"%(statistics.median(v),max(v)))
    print("JACK noise / full system ALSA config:")
    e=dict(r.env); e.pop("ALSA_CONFIG_PATH"); t=time.time(); p=subprocess.run([sys.executable,"-c","import sounddevice as sd; print(sd.query_devices())"],env=e,capture_output=True,text=True); print(time.time()-t, p.stdout, p.stderr[-3000:])
    e=dict(r.env); e.pop("JACK_NO_START_SERVER"); p=subprocess.run([sys.executable,"-c","import sounddevice as sd; print(sd.query_devices())"],env=e,capture_output=True,text=True); print("no JACK var",p.stdout, p.stderr[-2000:])
