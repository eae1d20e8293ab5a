package dev.duly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Capabilities;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A payload goes in, through and out of every command byte for byte. */
class VerbatimTest extends CommandHarness {
  private static final String NUMBERS =
      "{\"a\":1.10,\"c\":1e400,\"f\":0.1000000000000000000000001,\"s\":\"\\u00e9é\", \"n\" : -0 }";

  private Path saving() throws Exception {
    Path script = folder.resolve("save.sh");
    Files.writeString(script, "#!/bin/sh\ncat > '" + folder + "'/$DULY_JOB_ID.$1\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }

  private String got(String job, String url, String name) throws Exception {
    assertThat(duly("dlq", "retry", job, "--url", url)).isZero();
    assertThat(
            duly(
                "work", "--drain", "--exec", "x=" + saving() + " " + name, "--url", url, "-n", "1"))
        .isZero();
    return Files.readString(folder.resolve(job + "." + name));
  }

  private String dead(String id, String payload) {
    assertThat(duly("enqueue", "x", payload, "--id", id, "--max-attempts", "1")).isZero();
    assertThat(duly("work", "--drain", "--exec", "x=sh -c 'exit 65'")).isZero();
    out();
    return "sqlite:" + folder.resolve("jobs.db");
  }

  @ParameterizedTest
  @ValueSource(strings = {NUMBERS, "{\n  \"a\": 1.10,\r\n  \"b\": [1e400]\n}", "1.10", "\"x\\ny\""})
  void dead_letters_that_are_exported_and_imported_are_as_they_were(String payload)
      throws Exception {
    String here = dead("j", payload);
    String there = "sqlite:" + folder.resolve("other.db");
    assertThat(duly("dlq", "export")).isZero();
    String letters = out();
    assertThat(dulyReading(letters, "dlq", "import", "--url", there)).isZero();

    assertThat(got("j", here, "here")).isEqualTo(payload);
    assertThat(got("j", there, "there")).isEqualTo(payload);
  }

  @Test
  void what_an_import_kept_is_exported_as_it_came() throws Exception {
    duly("enqueue", "x", "1", "--id", "a", "--retry", "0s", "--max-attempts", "3", "--tag", "t");
    duly("work", "--drain", "--exec", "x=sh -c 'echo attempt $DULY_ATTEMPT >&2; exit 1'");
    dead("b", "2");
    assertThat(duly("dlq", "export")).isZero();
    String letters = out();
    assertThat(letters).contains("attempt 1", "attempt 2", "attempt 3");
    String there = "sqlite:" + folder.resolve("other.db");

    assertThat(dulyReading(letters, "dlq", "import", "--url", there)).isZero();
    out();

    assertThat(duly("dlq", "export", "--url", there)).isZero();
    assertThat(out()).isEqualTo(letters);
  }

  @Test
  void an_import_of_more_than_one_bulk_goes_in_parts() {
    String payload = "\"" + "x".repeat(250_000) + "\"";
    String letters =
        IntStream.range(0, (int) (Capabilities.BULK_BYTES_MAX / payload.length()) + 2)
            .mapToObj(
                i -> "{\"id\":\"j" + i + "\",\"type\":\"x\",\"queue\":\"q\",\"payload\":" + payload)
            .collect(Collectors.joining("}\n", "", "}\n"));

    assertThat(dulyReading(letters, "dlq", "import")).isZero();
    assertThat(out()).isEqualTo("imported 270 dead letters\n");
  }

  @Test
  void lines_that_are_enqueued_keep_their_payloads_as_they_stand() throws Exception {
    assertThat(
            dulyReading(
                "{\"payload\" : "
                    + NUMBERS
                    + ", \"type\":\"x\",\"id\":\"j\"}\n"
                    + "{\"type\":\"x\",\"id\":\"k\",\"payload\":1.50}\n",
                "enqueue",
                "-"))
        .isZero();

    assertThat(duly("work", "--drain", "--exec", "x=" + saving() + " got")).isZero();
    assertThat(Files.readString(folder.resolve("j.got"))).isEqualTo(NUMBERS);
    assertThat(Files.readString(folder.resolve("k.got"))).isEqualTo("1.50");
  }

  @ParameterizedTest
  @ValueSource(strings = {"table", "json", "jsonl"})
  void what_is_shown_is_what_is_stored(String format) {
    assertThat(duly("enqueue", "x", NUMBERS, "--id", "j")).isZero();
    out();

    assertThat(duly("job", "show", "j", "-o", format)).isZero();
    assertThat(out()).contains(NUMBERS);
    if (!format.equals("table")) {
      assertThat(duly("job", "ls", "-o", format)).isZero();
      assertThat(out()).contains(NUMBERS);
    }
  }

  @Test
  void a_number_of_any_length_is_taken_and_shown() {
    String number = "{\"n\":" + "1".repeat(1_200) + "}";
    assertThat(duly("enqueue", "x", number, "--id", "j")).isZero();
    assertThat(dulyReading("{\"type\":\"x\",\"payload\":" + number + "}", "enqueue", "-")).isZero();
    out();

    assertThat(duly("job", "ls", "-o", "json")).isZero();
    assertThat(out()).contains(number);
  }

  @Test
  void what_is_nested_too_deeply_is_refused_with_the_limit() {
    String deep = "[".repeat(600) + "]".repeat(600);

    assertThat(duly("enqueue", "x", deep)).isEqualTo(2);
    assertThat(err()).contains("not valid JSON").contains("500").doesNotContain("a bug in duly");
    assertThat(dulyReading("{\"type\":\"x\",\"payload\":" + deep + "}", "enqueue", "-"))
        .isEqualTo(2);
    assertThat(err()).contains("line 1").contains("500").doesNotContain("a bug in duly");
  }
}
