package upkeep.lab;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * Marks a test class that runs once per {@link Suite}, in the ring "lab".
 *
 * <p>The class takes the suite in a {@code @BeforeParameterizedClassInvocation static void boot(Suite suite)}, where it
 * boots its machine into a static field, and closes it in the method annotated {@code @AfterParameterizedClassInvocation};
 * it must also have a constructor or a {@code @Parameter} field for the suite. The system property {@code upkeep.lab.suite}
 * (a codename) narrows a run to one suite.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("lab")
@ParameterizedClass(name = "{0}")
@ArgumentsSource(SuiteArguments.class)
public @interface OnEverySuite {}
