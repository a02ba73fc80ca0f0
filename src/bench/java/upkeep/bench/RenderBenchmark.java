package upkeep.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import upkeep.base.Checked;
import upkeep.render.Renderer;
import upkeep.render.UnitTree;
import upkeep.spec.Plan;

/** From a plan to the texts of its units, read back as always. Several threads take part where there are processors. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class RenderBenchmark {

    private static final int SYSTEMD = 257;

    private final Renderer renderer = new Renderer();
    private final Plan one = Inputs.plan(1);
    private final Plan thousand = Inputs.plan(1000);

    @Benchmark
    public Checked<UnitTree> renderOne() {
        return renderer.render(one, SYSTEMD);
    }

    @Benchmark
    public Checked<UnitTree> renderThousand() {
        return renderer.render(thousand, SYSTEMD);
    }
}
