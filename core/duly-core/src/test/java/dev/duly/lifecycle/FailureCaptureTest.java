package dev.duly.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.job.Failure;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is kept of errors whose own code is broken, and which errors are of one kind. */
class FailureCaptureTest {
  @SuppressWarnings("NullAway") // breaks its contract on purpose
  private static final class Hostile extends RuntimeException {
    private final String part;

    Hostile(String part) {
      super("message");
      this.part = part;
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      if (part.equals("stack")) {
        throw new IllegalStateException();
      }
      return part.equals("null stack") ? null : super.getStackTrace();
    }

    @Override
    public synchronized Throwable getCause() {
      if (part.equals("cause")) {
        throw new StackOverflowError();
      }
      return part.equals("own cause") ? this : null;
    }

    @Override
    public String getMessage() {
      if (part.equals("message")) {
        throw new IllegalStateException();
      }
      return part.equals("null message") ? null : super.getMessage();
    }

    @Override
    public String toString() {
      if (part.equals("text")) {
        throw new IllegalStateException();
      }
      return super.toString();
    }
  }

  static Stream<String> parts() {
    return Stream.of(
        "stack",
        "null stack",
        "cause",
        "own cause",
        "message",
        "null message",
        "text",
        "null text");
  }

  @ParameterizedTest
  @MethodSource("parts")
  void an_error_whose_own_code_is_broken_is_kept_by_its_class(String part) {
    Failure failure = FailureCapture.of(new Hostile(part), "mail");

    assertThat(failure.error()).isEqualTo(Hostile.class.getName());
    assertThat(failure.fingerprint()).startsWith("Hostile-");
    assertThat(FailureCapture.line(new Hostile(part))).startsWith("FailureCaptureTest$Hostile");
  }

  @Test
  void two_errors_of_one_handler_are_two_kinds() {
    assertThat(thrown("no such address").fingerprint())
        .isNotEqualTo(thrown("mailbox full").fingerprint());
    assertThat(thrown("no such address").fingerprint())
        .isEqualTo(thrown("no such address").fingerprint());
  }

  @Test
  void errors_without_a_stack_differ_by_type_and_message() {
    String refused = stackless("exit code 1: refused", "mail");

    assertThat(stackless("exit code 1: refused", "mail")).isEqualTo(refused);
    assertThat(stackless("exit code 7: disk full", "mail")).isNotEqualTo(refused);
    assertThat(stackless("exit code 1: refused", "image")).isNotEqualTo(refused);
  }

  private static Failure thrown(String message) {
    try {
      if (message.startsWith("no")) {
        throw new IllegalStateException(message);
      }
      throw new IllegalStateException(message);
    } catch (IllegalStateException e) {
      return FailureCapture.of(e, "mail");
    }
  }

  private static String stackless(String message, String type) {
    RuntimeException error = new RuntimeException(message);
    error.setStackTrace(new StackTraceElement[0]);
    return FailureCapture.of(error, type).fingerprint();
  }
}
