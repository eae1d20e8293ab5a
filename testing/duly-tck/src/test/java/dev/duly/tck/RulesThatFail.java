package dev.duly.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.duly.tck.bench.Rule;
import java.util.Set;
import java.util.TreeSet;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs a kit and tells for which rules it turned red. */
public final class RulesThatFail implements TestExecutionListener {
  private final Set<String> rules = new TreeSet<>();
  private int ran;

  private RulesThatFail() {}

  /** In their order as texts. */
  public static Set<String> of(Class<?> kit) {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectClass(kit)).build();
    RulesThatFail failures = new RulesThatFail();
    LauncherFactory.create().execute(request, failures);
    assertThat(failures.ran).as("tests that ran").isGreaterThan(25);
    return failures.rules;
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (!test.isTest()) {
      return;
    }
    ran++;
    if (result.getStatus() == TestExecutionResult.Status.FAILED) {
      rules.addAll(
          test.getSource()
              .map(s -> ((MethodSource) s).getJavaMethod().getAnnotation(Rule.class))
              .map(r -> Set.of(r.value()))
              .orElse(Set.of("?")));
    }
  }
}
