import sys; sys.path.insert(0,"/work/main/tests/room")
import room as R, collections, time
c=collections.Counter(); t=time.time()
for i in range(250):
    try:
        with R.Room() as r: pass
        c["ok"]+=1
    except Exception as e:
        c[repr(e)[:300]+str(getattr(e,"stderr",""))]+=1
print(c, (time.time()-t)/250)
