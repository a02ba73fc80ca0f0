package upkeep.probe.machine;

import upkeep.host.FileSystems;
import upkeep.host.Links;
import upkeep.host.Machine;
import upkeep.host.ProcFiles;
import upkeep.host.Processes;
import upkeep.host.RaidArrays;
import upkeep.host.Sockets;

/** The probers that look at the machine itself. */
public record HostProbers(
        SystemProber system,
        FilesystemProber filesystem,
        ProcessProber process,
        SocketsProber sockets,
        NetworkProber network,
        RaidProber raid) {

    public HostProbers(ProcFiles files) {
        this(files, new Machine(files), new Processes(files));
    }

    private HostProbers(ProcFiles files, Machine machine, Processes processes) {
        this(
                new SystemProber(machine),
                new FilesystemProber(new FileSystems(files)),
                new ProcessProber(processes, machine),
                new SocketsProber(new Sockets(files), processes),
                new NetworkProber(new Links(files)),
                new RaidProber(new RaidArrays(files)));
    }
}
