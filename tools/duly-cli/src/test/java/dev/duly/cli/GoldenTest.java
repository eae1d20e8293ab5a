package dev.duly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.backend.Backend;
import dev.duly.backend.Demand;
import dev.duly.backend.Session;
import dev.duly.backend.Settlement;
import dev.duly.backend.TurnResult;
import dev.duly.backend.WorkerInfo;
import dev.duly.cli.command.CurrentUser;
import dev.duly.job.Failure;
import dev.duly.sqlite.SqliteBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What commands print on one store with a job in every state, word for word but for times, counts
 * of bytes and names of workers: whoever moves code sees that no word has changed. {@code
 * -Dgolden.write} writes the file anew.
 */
class GoldenTest extends CommandHarness {
  private static final Path GOLDEN = Path.of("src/test/resources/golden.txt");

  /** What differs from run to run, and what stands for it. */
  private static final List<String[]> VARYING =
      List.of(
          new String[] {"\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z?", "TIME"},
          new String[] {"\\b\\d\\d:\\d\\d:\\d\\d\\b", "CLOCK"},
          new String[] {"worker-[A-Za-z0-9._-]+", "WORKER"},
          new String[] {"job_[0-9a-z]{26}", "JOB"},
          new String[] {"\\b[0-9,.]+ [kMGT]?B\\b", "BYTES"},
          new String[] {"\\b(\\d+(\\.\\d+)? ?(ms|s|m|h|d)\\b ?)+", "SPAN "},
          new String[] {
            "(\"(?:\\w*per_second|\\w*_share|oldest_s|p50|p95|p99)\" ?: ?)[0-9.E-]+", "$1NUMBER"
          },
          new String[] {"\\d+\\.\\d+(E-?\\d+)?", "NUMBER"},
          new String[] {"(p50|p95|oldest) [^│\n]*", "$1 …"},
          new String[] {"\\bnow\\b|\\bSPAN  ?ago\\b", "AGO"},
          new String[] {"\\b[0-9]+ %", "PERCENT"},
          new String[] {"(?m)(Java|processors|BYTES on) .*$", "$1 …"},
          new String[] {"[▁▂▃▄▅▆▇█·]+", "BAR"},
          new String[] {"(?m)[ ─]{2,}", "  "},
          new String[] {"(?m) +$", ""});

  private static final List<String> COMMANDS =
      List.of(
          "job ls",
          "job ls state:waiting -o json",
          "job ls queue:default --limit 2",
          "job ls --ids",
          "job show done",
          "job show done -o json",
          "job show dead",
          "job show dead -o jsonl",
          "job show nowhere",
          "job explain later",
          "job explain retrying",
          "job explain dead",
          "job explain done",
          "job explain gone",
          "job explain held",
          "job explain parked",
          "job explain waiting",
          "queue ls",
          "queue ls -o json",
          "type ls",
          "type ls -o jsonl",
          "dlq ls",
          "dlq ls -o json",
          "dlq show dead",
          "dlq export",
          "error ls",
          "error ls -o json",
          "stats",
          "stats --by queue -o json",
          "doctor",
          "doctor -o json",
          "top --once",
          "top -o json",
          "audit",
          "audit -o jsonl",
          "job cancel done",
          "job retry waiting",
          "job delete queue:default",
          "dlq discard type:bad",
          "dlq retry",
          "job ls state:odd",
          "enqueue bad {oops",
          "work -q default",
          "lss");

  @Test
  void no_word_has_changed() throws IOException {
    fill();
    StringBuilder all = new StringBuilder();
    for (String command : COMMANDS) {
      int exit = duly(command.split(" "));
      String said = out();
      String complained = err();
      all.append("$ duly ").append(command).append(" → ").append(exit).append('\n');
      all.append(masked(said)).append(masked(complained));
    }
    if (Boolean.getBoolean("golden.write")) {
      Files.createDirectories(GOLDEN.getParent());
      Files.writeString(GOLDEN, all);
    }
    assertThat(all.toString()).isEqualTo(Files.readString(GOLDEN));
  }

  /** A job in every state. */
  private void fill() {
    duly("enqueue", "good", "{\"n\":1}", "--id", "done", "--tag", "red", "--header", "a=b");
    duly("enqueue", "bad", "{\"x\":1}", "--id", "dead", "--max-attempts", "2", "--retry", "0s");
    duly("work", "--exec", "good=cat", "--exec", "bad=sh -c 'echo no luck >&2; exit 1'", "--drain");
    duly("enqueue", "bad", "1", "--id", "retrying");
    retryClaimed();
    duly("enqueue", "good", "[]", "--id", "gone");
    duly("job", "cancel", "gone");
    duly("enqueue", "good", "2", "--id", "later", "--in", "30d");
    duly("enqueue", "good", "3", "--id", "held", "-q", "slow", "--priority", "high");
    duly("queue", "pause", "slow");
    duly("enqueue", "fax", "4", "--id", "parked");
    duly("type", "pause", "fax");
    duly("enqueue", "good", "5", "--id", "waiting", "--priority", "low");
    out();
    err();
  }

  /** What is waiting has failed once, and is tried again in an hour. */
  private void retryClaimed() {
    try (Backend backend = SqliteBackend.file(folder.resolve("jobs.db"));
        Session session =
            backend.open(new WorkerInfo("worker-1", Duration.ofMinutes(1)), () -> {})) {
      TurnResult turn = session.claim(List.of(new Demand("default", 1)), Duration.ZERO);
      Failure failure = Failure.of("IOException", "no route to host");
      session.settle(
          List.of(new Settlement.Retry(turn.claims().get(0), Duration.ofHours(1), failure)),
          List.of());
    }
  }

  private String masked(String text) {
    String masked = text.replace(folder.toString(), "FOLDER").replace(CurrentUser.am(), "WHO");
    for (String[] varying : VARYING) {
      masked = Pattern.compile(varying[0]).matcher(masked).replaceAll(varying[1]);
    }
    return masked;
  }
}
