package upkeep.daemon;

import java.util.Map;
import upkeep.base.UnitName;
import upkeep.core.Event;
import upkeep.core.JobResult;
import upkeep.core.UnitStatus;
import upkeep.systemd.ServiceManager;

/** What systemd says becomes events. */
record Ears(EventLoop loop, HostWatch host) implements ServiceManager.Listener {
    @Override
    public void listed(Map<UnitName, UnitStatus> units) {
        loop.post(new Event.Listed(Now.moment(), units));
    }

    @Override
    public void lost(String why) {
        loop.post(new Event.BusLost(Now.moment(), why));
    }

    @Override
    public void seen(UnitStatus status) {
        loop.post(new Event.UnitSeen(Now.moment(), status));
    }

    @Override
    public void jobQueued(UnitName unit, long job) {
        host.beforeJob();
        loop.post(new Event.JobQueued(Now.moment(), unit, job));
    }

    @Override
    public void jobEnded(UnitName unit, long job, JobResult result, UnitStatus status) {
        loop.post(new Event.JobEnded(Now.moment(), unit, job, result, status));
    }

    @Override
    public void stopping() {
        loop.post(new Event.HostStopping(Now.moment()));
    }
}
