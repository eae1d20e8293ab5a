package dev.duly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.cli.command.Exit;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** How long jobs are kept, as a person says it and is told. */
class KeepTest extends CommandHarness {
  private int work(String... more) {
    List<String> words = new ArrayList<>(List.of("work", "--exec", "mail=cat"));
    words.add("--drain");
    words.addAll(List.of(more));
    return duly(words.toArray(new String[0]));
  }

  private String doctor() {
    out();
    assertThat(duly("doctor")).isZero();
    return out();
  }

  @Test
  void a_worker_sets_it_and_whoever_comes_later_follows() {
    assertThat(duly("enqueue", "mail", "{}")).isZero();
    assertThat(doctor()).contains("Jobs that completed or were cancelled are kept: 7d");

    assertThat(work("--keep", "30d")).isZero();
    assertThat(work()).isZero();
    assertThat(work("--keep", "30d")).isZero();
    assertThat(doctor()).contains("kept: 30d; dead letters stay");
    assertThat(duly("audit")).isZero();
    assertThat(out()).containsOnlyOnce("keep").contains("30d");

    assertThat(work("--keep", "forever")).isZero();
    assertThat(doctor()).contains("kept: forever");
  }

  @Test
  void a_time_that_makes_no_sense_is_refused_before_anything_happens() {
    assertThat(work("--keep", "23h")).isEqualTo(Exit.USAGE);
    assertThat(err())
        .contains("--keep must be 24h to 36500d, such as 30d, or forever, was \"23h\"");
    assertThat(work("--keep", "long")).isEqualTo(Exit.USAGE);
    assertThat(err()).contains("--keep must be 24h to 36500d", "was \"long\"");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void a_query_that_finds_no_dead_letter_says_that() {
    assertThat(duly("enqueue", "mail", "{}")).isZero();
    assertThat(duly("dlq", "discard", "type:mail")).isEqualTo(Exit.USAGE);
    assertThat(err()).contains("nothing was discarded: no dead letters match");
  }

  @Test
  void the_first_start_says_how_long_the_new_store_keeps_jobs_and_the_next_one_does_not() {
    List<String> told = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord entry) {
            told.add(entry.getLevel() + " " + entry.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger log = Logger.getLogger("dev.duly");
    Level before = log.getLevel();
    log.setLevel(Level.INFO);
    log.addHandler(handler);
    try {
      assertThat(duly("enqueue", "mail", "{}")).isZero();
      assertThat(duly("enqueue", "mail", "{}")).isZero();
    } finally {
      log.removeHandler(handler);
      log.setLevel(before);
    }
    assertThat(told).hasSize(1);
    assertThat(told.get(0))
        .startsWith("INFO sqlite: ")
        .contains("jobs.db is new", "7d", "dead letters stay", "duly work --keep 30d");
  }
}
