package dev.duly.tck.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Writes down which rules a backend keeps: {@code target/conformance/NAME.tsv}, a line for each
 * rule with {@code kept}, {@code not offered} or {@code failed}. A rule is kept if some test of it
 * passed and none failed.
 */
public final class Conformance implements TestWatcher, AfterAllCallback {
  private static final Namespace SPACE = Namespace.create(Conformance.class);

  /** From good to bad: the worse of two counts, but a test that passed shows that it is offered. */
  private enum Verdict {
    NOT_OFFERED("not offered"),
    KEPT("kept"),
    FAILED("failed");

    private final String text;

    Verdict(String text) {
      this.text = text;
    }
  }

  @Override
  public void testSuccessful(ExtensionContext context) {
    note(context, Verdict.KEPT);
  }

  @Override
  public void testAborted(ExtensionContext context, @Nullable Throwable cause) {
    note(context, Verdict.NOT_OFFERED);
  }

  @Override
  public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
    note(context, Verdict.FAILED);
  }

  private static void note(ExtensionContext context, Verdict verdict) {
    Rule rule = context.getRequiredTestMethod().getAnnotation(Rule.class);
    if (rule != null) {
      for (String number : rule.value()) {
        verdicts(context).merge(number, verdict, (a, b) -> a.compareTo(b) > 0 ? a : b);
      }
    }
  }

  @SuppressWarnings("unchecked") // nothing else is put there
  private static Map<String, Verdict> verdicts(ExtensionContext context) {
    return (Map<String, Verdict>)
        context
            .getRoot()
            .getStore(SPACE)
            .computeIfAbsent("verdicts", key -> new ConcurrentSkipListMap<>());
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    Optional<KitOf> kit = context.getTestClass().map(type -> type.getAnnotation(KitOf.class));
    if (kit.isEmpty()) {
      return;
    }
    Path folder = Files.createDirectories(Path.of("target", "conformance"));
    StringBuilder lines = new StringBuilder();
    verdicts(context)
        .forEach(
            (rule, verdict) -> lines.append(rule).append('\t').append(verdict.text).append('\n'));
    Files.writeString(folder.resolve(kit.get().value() + ".tsv"), lines);
  }
}
