package dev.duly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.cli.command.Exit;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with the lines of an import is named, and then nothing is kept. */
class LetterImportTest extends CommandHarness {
  @Test
  void an_import_with_broken_lines_names_each_and_keeps_none() {
    String good = "{\"id\":\"a\",\"type\":\"mail\",\"queue\":\"default\",\"payload\":1}";
    String lines =
        good
            + "\n{oops\n\n"
            + good.replace("mail", "not a type")
            + "\n"
            + good.replace(",\"payload\":1", "")
            + "\n{\"id\":\"x\",\"state\":\"waiting\"}\n"
            + good.replace("1}", "1,\"finished_at\":\"yesterday\"}\n")
            + good.replace("1}", "1,\"attempts\":\"many\"}\n")
            + good.replace("1}", "1,\"attempts\":-1,\"lost\":70000,\"reason\":\"Not A Word\",")
            + "\"created_at\":\"+10000-01-01T00:00:00Z\"}\n"
            + good.replace("1}", "1,\"attempt_log\":[{\"number\":1,\"started_at\":1}]}\n")
            + good.replace("1}", "1,\"attempt_log\":[{\"number\":1,\"outcome\":\"odd\",")
            + "\"started_at\":\"2026-01-01T00:00:00Z\",\"ended_at\":\"2026-01-01T00:00:00Z\"}]}\n";
    assertThat(dulyReading(lines, "dlq", "import")).isEqualTo(Exit.USAGE);
    assertThat(err())
        .contains("nothing was imported: line 2: not valid JSON")
        .contains("line 4: ", "not a type")
        .contains("line 5: payload is missing")
        .contains(
            "line 6: state must be dead, was \"waiting\"; line 6: payload is missing; line 6: type is")
        .contains("line 7: finished_at must be a time like ", "was \"yesterday\"")
        .contains("line 8: attempts must be a whole number, was \"many\"")
        .contains("line 9: reason must be 1 to 64 characters of a-z and _, was \"Not A Word\"")
        .contains("; attempts must be 0 to 65,535, was -1; lost must be 0 to 65,535, was 70000")
        .contains("; created_at must be between 1970-01-01T00:00:00Z and ")
        .contains("line 10: attempt_log[0].started_at must be a string, was 1")
        .contains("line 10: attempt_log[0].ended_at is missing")
        .contains("line 11: outcome of an attempt must be retried, dead, lost or cancelled, was");
    assertThat(duly("dlq", "ls")).isEqualTo(Exit.UNREACHABLE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"created_at\":5 | created_at must be a string, was 5",
        "\"priority\":1 | priority must be a string, was 1",
        "\"timeout\":30 | timeout must be a string such as \"15m\", was 30",
        "\"timeout\":\"soon\" | timeout",
        "\"retry\":{} | retry must be a string, was {}",
        "\"lost\":1.5 | lost must be a whole number, was 1.5",
        "\"attempts\":1e99 | attempts must be a whole number, was",
        "\"tags\":\"x\" | tags must be an array of strings, was \"x\"",
        "\"headers\":[1] | headers must be an object of strings, was [1]",
        "\"headers\":{\"a\":null} | headers.a must be a string, was null",
        "\"cancel_requested\":\"no\" | cancel_requested must be true or false, was \"no\"",
        "\"last_error\":\"boom\" | last_error must be an object, was \"boom\"",
        "\"last_error\":{\"stack\":1} | last_error.stack must be a string, was 1",
        "\"attempt_log\":{} | attempt_log must be an array of objects, was {}",
        "\"worker\":\"\\u0000\" | worker must not contain U+0000",
        "\"attempts\":99999999999 | attempts must be at most 2,147,483,647, was 99999999999",
        "\"payload_base64\":\"????\" | payload and payload_base64 cannot both be given; line 1: payload_base64 must be base 64: Illegal base64 character",
        "\"id\":\"b\" | not valid JSON",
        "\"max_attempts\":0 | max_attempts must be 1 to 1000, was 0",
        "\"tags\":[\"\"] | a tag must not be empty",
        "\"retry\":\"garbage\" | retry ",
        "\"last_error\":{\"message\":\"\\u0000\"} | last_error.message must not contain U+0000",
        "\"payload_base64\":\"AA==\" | payload and payload_base64 cannot both be given",
      })
  void a_field_of_another_type_is_named(String field, String problem) {
    String line = "{\"id\":\"a\",\"type\":\"mail\",\"queue\":\"default\",\"payload\":1,";
    assertThat(dulyReading(line + field + "}", "dlq", "import")).isEqualTo(Exit.USAGE);
    assertThat(err()).contains("nothing was imported: line 1: " + problem);
  }

  @Test
  void an_import_that_would_lose_a_line_is_refused() throws Exception {
    String line = "{\"id\":\"a\",\"type\":\"mail\",\"queue\":\"default\",\"payload\":1}\r\n";
    assertThat(dulyReading(line + line, "dlq", "import")).isEqualTo(Exit.USAGE);
    assertThat(err()).contains("line 2: id a is in line 1, too");

    byte[] latin = line.replace("mail", "é").getBytes(StandardCharsets.ISO_8859_1);
    System.setIn(new ByteArrayInputStream(latin));
    String url = "sqlite:" + folder.resolve("jobs.db");
    assertThat(Main.run("dlq", "import", "--url", url)).isEqualTo(Exit.USAGE);
    assertThat(err()).contains("line 1: not valid UTF-8");

    assertThat(dulyReading("\uFEFF" + line, "dlq", "import")).isZero();
    assertThat(out()).contains("imported 1 dead letter");
  }

  private static String letters(int count, String more) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{\"id\":\"" + i + "\",\"type\":\"x\",\"queue\":\"q\",\"payload\":1}")
        .collect(Collectors.joining("\n", "", "\n" + more + "\n"));
  }

  @Test
  void every_line_is_checked_before_any_is_kept() {
    String late = "{\"id\":\"z\",\"type\":\"x\",\"queue\":\"q\",\"payload\":1,\"max_attempts\":0}";
    assertThat(dulyReading(letters(10_001, late), "dlq", "import")).isEqualTo(Exit.USAGE);
    assertThat(err())
        .isEqualTo("✖ nothing was imported: line 10002: max_attempts must be 1 to 1000, was 0\n");
    assertThat(duly("dlq", "ls")).isZero();
    assertThat(out()).doesNotContain("dead");
  }

  @Test
  void of_attempts_none_is_made_up_but_where_nothing_is_known() {
    String line = "{\"id\":\"%s\",\"type\":\"x\",\"queue\":\"q\",\"payload\":1,\"attempts\":1%s}\n";
    String tried =
        "{\"number\":1,\"started_at\":\"2026-01-01T00:00:00Z\",\"ended_at\":\"2026-01-01T00:00:01Z\","
            + "\"worker\":\"w\",\"outcome\":\"dead\",\"failure\":{\"error\":\"E\",\"message\":\"boom\"}}";
    String log = ",\"attempt_log\":[" + tried + "]";
    assertThat(
            dulyReading(
                String.format(line, "known", log) + String.format(line, "unknown", ""),
                "dlq",
                "import"))
        .isZero();
    out();
    assertThat(duly("job", "show", "known", "-o", "jsonl")).isZero();
    assertThat(out()).containsOnlyOnce("\"outcome\"").contains("boom");
    assertThat(duly("job", "show", "unknown")).isZero();
    assertThat(out()).contains("import", "exhausted");

    String other = log + ",\"last_error\":{\"error\":\"E\",\"message\":\"other\"}";
    assertThat(dulyReading(String.format(line, "b", other), "dlq", "import")).isEqualTo(Exit.USAGE);
    assertThat(err()).contains("line 1: last_error must be the failure of the last attempt that");
    String many = ",\"attempt_log\":[" + (tried + ",").repeat(20) + tried + "]";
    assertThat(dulyReading(String.format(line, "b", many), "dlq", "import")).isEqualTo(Exit.USAGE);
    assertThat(err()).contains("line 1: attempts are at most 20 of a job, was 21");
  }
}
