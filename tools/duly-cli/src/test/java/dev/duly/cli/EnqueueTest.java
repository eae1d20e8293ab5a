package dev.duly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.cli.command.Exit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a script can say of a job, as options and in lines, and bulks of any length. */
class EnqueueTest extends CommandHarness {
  @Test
  void everything_that_a_job_may_have_is_an_option() {
    assertThat(
            duly(
                "enqueue",
                "x",
                "{}",
                "--id",
                "j",
                "--retry",
                "5s x2 max 10m ±20%",
                "--timeout",
                "90s",
                "--tag",
                "a",
                "--tag",
                "b c",
                "--header",
                "traceparent=00-1-2-01"))
        .isZero();
    out();

    assertThat(duly("job", "show", "j", "-o", "jsonl")).isZero();
    assertThat(out())
        .contains("\"retry\":\"5s x2 max 10m ±20%\"", "\"timeout\":\"1m30s\"")
        .contains("\"tags\":[\"a\",\"b c\"]", "\"headers\":{\"traceparent\":\"00-1-2-01\"}");
    assertThat(duly("enqueue", "x", "{}", "--id", "once", "--retry", "never")).isZero();
    assertThat(duly("job", "show", "once")).isZero();
    assertThat(out()).contains("0 of 1");
  }

  @Test
  void and_a_field_of_a_line() {
    assertThat(
            dulyReading(
                "\uFEFF{\"type\":\"x\",\"id\":\"j\",\"retry\":\"1m\",\"timeout\":\"1h\",\"delay\":\"5m\","
                    + "\"tags\":[\"a\"],\"headers\":{\"h\":\"v\"}}\n",
                "enqueue",
                "-"))
        .isZero();
    out();

    assertThat(duly("job", "show", "j", "-o", "jsonl")).isZero();
    assertThat(out())
        .contains("\"retry\":\"1m\"", "\"timeout\":\"1h\"")
        .contains("\"tags\":[\"a\"]", "\"headers\":{\"h\":\"v\"}");
    assertThat(duly("job", "ls", "state:scheduled", "--ids")).isZero();
    assertThat(out()).isEqualTo("j\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":\"x\",\"retry\":\"soon\"}      | retry",
        "{\"type\":\"x\",\"timeout\":\"ages\"}    | is not a duration",
        "{\"type\":\"x\",\"tags\":\"a\"}          | tags must be an array of strings",
        "{\"type\":\"x\",\"tags\":[1]}            | tags must be an array of strings",
        "{\"type\":\"x\",\"headers\":[]}          | headers must be an object of strings",
        "{\"type\":\"x\",\"headers\":{\"a\":1}}   | a must be a string",
        "{\"type\":\"x\",\"delay\":\"1m\",\"scheduled_at\":\"2030-01-01T00:00:00Z\"} | cannot both",
      })
  void what_is_wrong_in_a_line_is_named(String line, String told) {
    assertThat(dulyReading(line, "enqueue", "-")).isEqualTo(Exit.USAGE);
    assertThat(err()).contains("nothing was enqueued: line 1: ").contains(told);
  }

  private static String lines(int n) {
    return IntStream.rangeClosed(1, n)
        .mapToObj(i -> "{\"type\":\"x\",\"id\":\"j" + i + "\"}\n")
        .collect(Collectors.joining());
  }

  private String waiting() {
    out();
    duly("queue", "ls", "-o", "jsonl");
    return out();
  }

  @Test
  void a_bulk_of_any_length_goes_in_parts_that_are_each_whole() {
    assertThat(dulyReading(lines(20_500), "enqueue", "-")).isZero();
    assertThat(out()).isEqualTo("enqueued 20,500 jobs\n");
    assertThat(waiting()).contains("\"waiting\":20500");

    assertThat(dulyReading(lines(20_501), "enqueue", "-")).isZero();
    assertThat(out()).isEqualTo("enqueued 1 job, 20,500 were there already\n");
  }

  @Test
  void what_goes_wrong_says_how_far_it_came() {
    String broken = lines(10_000) + lines(3).replace("\"j", "\"k") + "{oops\n" + lines(9);

    assertThat(dulyReading(broken, "enqueue", "-")).isEqualTo(Exit.PARTIAL);
    assertThat(err())
        .contains("lines 1 to 10000 were enqueued, and nothing after them: line 10004: not valid");
    assertThat(waiting()).contains("\"waiting\":10000");
  }

  @Test
  void a_first_part_that_is_wrong_stores_nothing() {
    String broken = "{oops\n" + lines(10_001);

    assertThat(dulyReading(broken, "enqueue", "-")).isEqualTo(Exit.USAGE);
    assertThat(err()).contains("nothing was enqueued: line 1: not valid JSON");
  }
}
