package upkeep.spec;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import upkeep.base.Checked;
import upkeep.bench.Inputs;

/** From the text of a spec to its YAML, and to the plan. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class SpecBenchmark {

    private final Source one = Inputs.spec(1);
    private final Source thousand = Inputs.spec(1000);

    @Benchmark
    public Optional<Node.Mapping> yamlOfOne() {
        return YamlReader.read(one, "services:", new Report());
    }

    @Benchmark
    public Optional<Node.Mapping> yamlOfThousand() {
        return YamlReader.read(thousand, "services:", new Report());
    }

    @Benchmark
    public Checked<Plan> planOfOne() {
        return Specs.load(List.of(one));
    }

    @Benchmark
    public Checked<Plan> planOfThousand() {
        return Specs.load(List.of(thousand));
    }
}
