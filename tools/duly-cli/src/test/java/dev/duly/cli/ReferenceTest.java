package dev.duly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.duly.JobType;
import dev.duly.RetryPolicy;
import dev.duly.Worker;
import dev.duly.WorkerBuilder;
import dev.duly.backend.Backend;
import dev.duly.backend.Capabilities;
import dev.duly.backend.Lease;
import dev.duly.backend.room.JobQuery;
import dev.duly.backend.room.Retention;
import dev.duly.backend.room.Statistics;
import dev.duly.job.AttemptRecord;
import dev.duly.job.DurationText;
import dev.duly.job.Failure;
import dev.duly.job.Job;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobSpec;
import dev.duly.job.JobState;
import dev.duly.job.Labels;
import dev.duly.job.ParkReason;
import dev.duly.job.Payload;
import dev.duly.sqlite.SqliteBackend;
import dev.duly.wire.JobJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * The pages of {@code docs/reference} are what the code says. {@code -Dreference.write} writes them
 * anew.
 */
class ReferenceTest {
  private static final Path PAGES = Repository.DOCS.resolve("reference");
  private static final int WIDTH = 100;

  @TempDir Path folder;

  @Test
  void the_command_line_is_as_its_help_says() throws Exception {
    StringBuilder text =
        new StringBuilder(
            """
            # Command line

            Generated from the commands' own help. Every command takes `--url sqlite:FILE` (by default `sqlite:duly.db`) and `-o table|json|jsonl`,
            before or after its name.
            """);
    help(text, Main.everything(), "##", false);
    Main.everything().getSubcommands().forEach((name, command) -> help(text, command, "##", true));
    check("command-line.md", text.toString());
  }

  private static void help(StringBuilder text, CommandLine command, String level, boolean all) {
    command.setUsageHelpWidth(WIDTH);
    text.append('\n').append(level).append(' ').append(command.getCommandSpec().qualifiedName());
    text.append("\n\n```\n");
    text.append(
        command
            .getUsageMessage(CommandLine.Help.Ansi.OFF)
            .lines()
            .map(String::stripTrailing)
            .reduce("", (before, line) -> before + line + "\n"));
    text.append("```\n");
    if (all) {
      command.getSubcommands().forEach((name, sub) -> help(text, sub, "###", true));
    }
  }

  @Test
  void settings_and_limits_are_those_of_the_code() throws Exception {
    Map<String, String> settings = new LinkedHashMap<>();
    RetryPolicy retry = RetryPolicy.DEFAULT;
    settings.put(
        "queue of a job", "`" + JobType.QUEUE_DEFAULT + "` | `JobType.queue`, `NewJob.queue`");
    settings.put("priority of a job", "`normal` | `JobType.priority`, `NewJob.priority`");
    settings.put("retry policy", "`" + retry.text() + "` | `JobType.retry`");
    settings.put(
        "attempts of a job", retry.attempts() + " | `RetryPolicy.attempts`, `NewJob.maxAttempts`");
    settings.put("timeout of an attempt", time(JobSpec.TIMEOUT_DEFAULT) + " | `JobType.timeout`");
    settings.put(
        "lease of a claim",
        time(WorkerBuilder.LEASE_DEFAULT) + ", renewed each third | `worker().lease`");
    settings.put("grace of a stop", time(Worker.GRACE_DEFAULT) + " | `Worker.stop(grace)`");
    settings.put(
        "how long a new store keeps completed and cancelled jobs",
        Retention.OF_NEW_STORE.text()
            + "; dead letters until a person deletes them | a `Retention` when the backend is opened,"
            + " `duly work --keep`");
    Map<String, String> limits = new LinkedHashMap<>();
    try (Backend backend = SqliteBackend.file(folder.resolve("jobs.db"))) {
      Capabilities can = backend.capabilities();
      limits.put("payload", String.format("%,d bytes", can.payloadBytesMax()));
      limits.put("jobs in one `enqueueAll`", String.format("%,d", can.batchMax()));
      limits.put(
          "payloads in one `enqueueAll`",
          String.format("%,d bytes together", Capabilities.BULK_BYTES_MAX));
      limits.put("delay", time(can.delayMax()));
      Lease.Timed lease = (Lease.Timed) can.lease();
      limits.put("lease", time(lease.min()) + " to " + time(lease.max()));
    }
    limits.put("a job's id", "1 to 64 characters of `A-Z a-z 0-9 . _ : -`");
    limits.put(
        "a queue's name", "1 to 64 characters of `A-Z a-z 0-9 _ -`, the first a letter or digit");
    limits.put(
        "a type's name", "1 to 128 characters of `A-Z a-z 0-9 . _ -`, the first a letter or digit");
    limits.put(
        "a producer's name",
        "1 to 64 characters of `A-Z a-z 0-9 . _ -`, the first a letter or digit");
    limits.put("attempts kept of a job", String.valueOf(AttemptRecord.KEPT_MAX));
    limits.put("jobs in one page of a list", String.format("%,d", JobQuery.LIMIT_MAX));
    limits.put(
        "time for which completed and cancelled jobs are kept",
        time(Retention.MIN) + " to " + time(Retention.MAX) + ", or for ever");
    limits.put("reports of workers kept", time(Statistics.KEPT));

    StringBuilder text =
        new StringBuilder(
            """
            # Settings and limits

            Generated from the code. There is no configuration file: settings are arguments where things are made.

            | setting | default | set by |
            |---|---|---|
            """);
    settings.forEach((name, rest) -> text.append("| " + name + " | " + rest + " |\n"));
    text.append("\n| limit, on SQLite | |\n|---|---|\n");
    limits.forEach((name, rest) -> text.append("| " + name + " | " + rest + " |\n"));
    text.append(
        """

        ## Passwords

        The first of these that is there is used. A password that is in none of the command's arguments is neither in the shell's history nor in `ps`.

        | | PostgreSQL | Redis |
        |---|---|---|
        | 1 | the URL's | the URL's |
        | 2 | `DULY_PASSWORD`, for the command line alone | `DULY_PASSWORD`, for the command line alone |
        | 3 | `PGPASSWORD` | `REDISCLI_AUTH` |
        | 4 | the file that `PGPASSFILE` names, else `~/.pgpass` | |
        """);
    check("settings.md", text.toString());
  }

  @Test
  void the_job_record_has_these_fields() throws Exception {
    Map<String, Object> json = JobJson.of(everything(), List.of());
    Map<String, String> fields = fields();
    assertThat(fields.keySet()).containsExactlyElementsOf(json.keySet());

    StringBuilder text =
        new StringBuilder(
            """
            # The job record

            What `duly job show ID -o json` prints, and `job ls`, `dlq ls` and `dlq export` for each job. Times are ISO-8601 in UTC, durations are text
            like `10s`; what has no value is left out. Generated, and compared with the code.

            | field | |
            |---|---|
            """);
    fields.forEach((name, what) -> text.append("| `" + name + "` | " + what + " |\n"));
    check("job-record.md", text.toString());
  }

  private static JobRecord everything() {
    Instant t = Instant.EPOCH;
    Failure failure = new Failure("E", "m", "s", "f");
    Labels labels =
        new Labels(Optional.of("u"), Optional.of("g"), List.of(), Map.of(), Optional.of("p"));
    JobSpec spec = JobSpec.builder("t", "q").labels(labels).build();
    Job job =
        Job.builder(new JobId("a"), spec, Payload.json("{}"), t).expiresAt(Optional.of(t)).build();
    return JobRecord.builder(job, JobState.DEAD)
        .parkReason(Optional.of(new ParkReason("unreadable_payload", "no field cc")))
        .startedAt(Optional.of(t))
        .finishedAt(Optional.of(t))
        .leaseUntil(Optional.of(t))
        .worker(Optional.of("w"))
        .lastError(Optional.of(failure))
        .deadReason(Optional.of("rejected"))
        .progress(Optional.of(Payload.json("40")))
        .result(Optional.of(Payload.json("1")))
        .build();
  }

  private static Map<String, String> fields() {
    Map<String, String> f = new LinkedHashMap<>();
    f.put("id", "given when it was enqueued, or made then");
    f.put("type", "the name by which workers know what to run");
    f.put("queue", "where it waits");
    f.put("state", "`waiting`, `running`, `completed`, `cancelled` or `dead`");
    f.put("priority", "`high`, `normal` or `low`");
    f.put("payload", "JSON; if it is not, `payload_content_type` and `payload_base64` instead");
    f.put("payload_version", "of its form, as its producer counts");
    f.put("attempts", "attempts that failed, or were lost with their worker, in this budget");
    f.put("max_attempts", "the budget");
    f.put("retry", "the policy, as text");
    f.put("timeout", "of one attempt");
    f.put("created_at", "when it was enqueued, by the store's clock");
    f.put("scheduled_at", "when it was or will be due; of a retry, when that is");
    f.put("expires_at", "not started by then, it is cancelled");
    f.put("started_at", "when its latest claim began");
    f.put("finished_at", "when it was completed, cancelled or died");
    f.put("lease_until", "when the running claim's lease ends");
    f.put("worker", "who runs it, or ran it last");
    f.put("producer", "who enqueued it");
    f.put("unique_key", "kept for unique jobs");
    f.put("group_key", "jobs of one queue and priority take turns by it");
    f.put("tags", "words of the producer's, to find it by");
    f.put("headers", "names and values that are carried along, such as `traceparent`");
    f.put("lost", "how many leases of it were lost, in all");
    f.put("released", "how often in a row it was given back");
    f.put("parked", "how often in a row it was parked");
    f.put("cancel_requested", "whether its running attempt has been asked to stop");
    f.put("park_reason", "why it waits though it is due: `unknown_type`, `unreadable_payload`");
    f.put("park_detail", "why its payload cannot be read, as the worker that could not said it");
    f.put("reason", "why it is dead");
    f.put("last_error", "the latest failure: `error`, `message`, `stack`, `fingerprint`");
    f.put("progress", "of `job show`: what its handler said last of how far it is; as the payload");
    f.put("result", "what its handler returned; as the payload");
    f.put(
        "attempt_log",
        "of `job show`: attempts that did not complete at once, the last 20: `number`, `started_at`, `ended_at`, `worker`, `outcome` (`retried`, `dead`, `lost`, `cancelled`), `failure`");
    return f;
  }

  private static String time(Duration d) {
    return DurationText.of(d);
  }

  private static void check(String name, String page) throws Exception {
    Path file = PAGES.resolve(name);
    if (System.getProperty("reference.write") != null) {
      Files.writeString(file, page);
    }
    assertThat(Files.readString(file)).isEqualTo(page);
  }
}
