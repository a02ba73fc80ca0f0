package upkeep.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import upkeep.control.Times;
import upkeep.install.Layout;
import upkeep.install.SpecDirectory;
import upkeep.replay.Replay;
import upkeep.replay.ReplayResult;
import upkeep.replay.WhatIfResult;
import upkeep.spec.Plan;
import upkeep.spec.Source;
import upkeep.spec.Specs;
import upkeep.store.LedgerFile;
import upkeep.store.StoreException;

/** {@code upkeep replay}: do the recorded inputs lead to the recorded decisions, and to which by other specs? */
@Command(
        name = "replay",
        description = "Decide again on all that a ledger recorded, and compare; or try other specs on it.")
final class ReplayVerb implements Callable<Integer> {

    private static final String HINT = "\n  hint: ";

    private final Shell shell;

    @Option(
            names = "--with",
            paramLabel = "DIR",
            description = "Show what would have been decided by the specs in this directory.")
    private @Nullable Path with;

    @Mixin
    private PresetsOption presets = new PresetsOption();

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Begin there: 14:05, 14:05:30, \"2026-11-22 14:05\" or 2026-11-22T14:05:00Z.")
    private String from = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Parameters(index = "0", paramLabel = "LEDGER", description = "The database, also one that upkeepd is writing.")
    private Path ledger = Path.of("");

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "NAME", description = "Only these services and checks.")
    private List<String> names = new ArrayList<>();

    ReplayVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Optional<Instant> start = start();
        Optional<Plan> other = Optional.ofNullable(with).map(this::plan);
        try (LedgerFile file = LedgerFile.open(ledger)) {
            Replay replay = new Replay(file, start, new HashSet<>(names));
            return other.isPresent() ? show(replay.with(other.get())) : show(replay.run());
        } catch (StoreException e) {
            String[] parts = e.getMessage().split(HINT, 2);
            throw Failure.usage(
                    parts[0], parts.length > 1 ? parts[1] : "upkeepd's own is /var/lib/upkeep/daemon/ledger.db");
        }
    }

    private Optional<Instant> start() {
        if (from.isEmpty()) {
            return Optional.empty();
        }
        Optional<Instant> start = Times.parse(from, Instant.now(), ZoneId.systemDefault());
        if (start.isEmpty()) {
            throw Failure.usage(
                    "cannot read the time " + from,
                    "write 14:05, 14:05:30, \"2026-11-22 14:05\" or 2026-11-22T14:05:00Z");
        }
        return start;
    }

    private Plan plan(Path directory) {
        Path whole = directory.toAbsolutePath().normalize();
        List<Source> specs =
                SpecOptions.accept(shell, SpecDirectory.read(whole, whole.toString(), SpecDirectory.Trust.ANYBODY));
        return SpecOptions.accept(
                shell, Specs.load(presets.with(shell, Layout.SYSTEM, SpecDirectory.Trust.ANYBODY, specs)));
    }

    private int show(ReplayResult result) {
        if (json) {
            Json.print(shell, document -> ReplayJson.write(document, result));
        } else {
            shell.say(ReplayText.of(result, ZoneId.systemDefault()));
        }
        return result.isEqual() ? ExitCode.CLEAN : ExitCode.FAILED;
    }

    private int show(WhatIfResult result) {
        if (json) {
            Json.print(shell, document -> ReplayJson.write(document, result));
        } else {
            shell.say(ReplayText.of(result, ZoneId.systemDefault()));
        }
        return result.replay().isEqual() && result.isSame() ? ExitCode.CLEAN : ExitCode.FAILED;
    }
}
