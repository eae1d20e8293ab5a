package dev.duly.cli;

import dev.duly.Duly;
import dev.duly.JobHandle;
import dev.duly.NewJob;
import dev.duly.backend.Backend;
import dev.duly.cli.command.CommandFailure;
import dev.duly.cli.command.Exit;
import dev.duly.cli.command.Offered;
import dev.duly.cli.job.JobLines;
import dev.duly.cli.job.JobLinesInParts;
import dev.duly.cli.job.JobText;
import dev.duly.cli.job.JobWait;
import dev.duly.cli.job.JobWords;
import dev.duly.jackson.JacksonCodec;
import dev.duly.job.Payload;
import dev.duly.wire.LineSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "enqueue",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Stores a job, or with - one job per line of standard input.",
    footer = {
      "",
      "Examples:",
      "  duly enqueue mail.welcome '{\"to\":\"a@b.no\"}' -p high",
      "  duly enqueue report @params.json --in 30m",
      "  duly enqueue resize '{\"image\":\"a.png\"}' --wait 30s",
      "  duly enqueue reindex --unique reindex --until started --on-conflict replace --in 5s",
      "  printf '%%s\\n' '{\"type\":\"hello\",\"payload\":{\"n\":1}}' | duly enqueue -",
      "",
      "A line may have: delay expires_at expires_in group_key headers id max_attempts on_conflict payload priority queue",
      "retry scheduled_at tags timeout type unique_key unique_until.",
      "Up to 10,000 lines are stored all or none; more go in parts of 10,000, each all or none."
    })
final class EnqueueCommand implements Callable<Integer> {
  @ParentCommand Main main;

  @Parameters(index = "0", paramLabel = "TYPE", description = "the job's type, or - for lines")
  String type;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "JSON|@FILE",
      description = "the payload; null if there is none")
  @Nullable String payload;

  @Option(
      names = {"-q", "--queue"},
      paramLabel = "QUEUE",
      description = "default: default")
  @Nullable String queue;

  @Option(
      names = {"-p", "--priority"},
      paramLabel = "LEVEL",
      description = "high, normal or low (default: normal)")
  @Nullable String priority;

  @Option(
      names = "--in",
      paramLabel = "TIME",
      description = "due after a while: 30s, 5m, 1h30m, 7d")
  @Nullable String in;

  @Option(names = "--at", paramLabel = "INSTANT", description = "due at 2030-01-01T12:00:00Z")
  @Nullable String at;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "your own id: enqueueing it again makes no second job")
  @Nullable String id;

  @Option(
      names = "--max-attempts",
      paramLabel = "N",
      description = "how many attempts at most (default: 5)")
  @Nullable Integer maxAttempts;

  @Option(
      names = "--retry",
      paramLabel = "POLICY",
      description =
          "such as '10s 1m 10m', '5s x2 max 10m ±20%%' or never (default: 10s 30s 2m 10m ±20%%)")
  @Nullable String retry;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "how long an attempt may run (default: 15m)")
  @Nullable String timeout;

  @Option(
      names = "--expires-in",
      paramLabel = "TIME",
      description = "cancelled if it has not started after this time")
  @Nullable String expiresIn;

  @Option(
      names = "--expires-at",
      paramLabel = "INSTANT",
      description = "cancelled if it has not started by then")
  @Nullable String expiresAt;

  @Option(
      names = "--unique",
      paramLabel = "KEY",
      description = "one job of this key at a time: 1 to 200 characters")
  @Nullable String unique;

  @Option(
      names = "--until",
      paramLabel = "WHEN",
      description =
          "how long the job holds its key: finished, started, or a time such as 10m (default: finished)")
  @Nullable String until;

  @Option(
      names = "--on-conflict",
      paramLabel = "HOW",
      description =
          "if another job holds the key: return_existing, replace (its payload, due time and priority, if it waits), or reject (default: return_existing)")
  @Nullable String onConflict;

  @Option(
      names = "--group",
      paramLabel = "KEY",
      description = "jobs of a queue take turns by this key: 1 to 128 characters")
  @Nullable String group;

  @Option(names = "--tag", paramLabel = "TAG", description = "repeatable")
  List<String> tags = new ArrayList<>();

  @Option(
      names = "--header",
      paramLabel = "NAME=VALUE",
      description = "carried to the handler, such as traceparent; repeatable")
  Map<String, String> headers = new LinkedHashMap<>();

  @Option(
      names = "--wait",
      paramLabel = "TIME",
      description =
          "wait until it is over, at most so long, and tell how it ended: exit code 0, 1 if it did not complete, 124 if it is not over; not with lines")
  @Nullable String wait;

  @Override
  public Integer call() throws IOException {
    return type.equals("-") ? lines() : one();
  }

  private int one() throws IOException {
    JobWords words = new JobWords();
    NewJob<Payload, Void> job =
        words.job(
            new JobText(
                type,
                payload == null ? Payload.none() : words.payloadOrFile(payload),
                queue,
                priority,
                in,
                at,
                id,
                maxAttempts,
                retry,
                timeout,
                group,
                tags,
                headers,
                new JobText.Terms(expiresIn, expiresAt, unique, until, onConflict)));
    words.requireNoProblem("nothing was enqueued: ");
    Optional<Duration> max = Optional.ofNullable(wait).map(t -> JobCommand.time("--wait", t));
    try (Duly jobs = Duly.on(main.globals.open(), JacksonCodec.standard())) {
      if (max.isPresent()) {
        Offered.results(jobs.backend()); // before anything is stored
      }
      if (unique != null) {
        Offered.requireUniqueKeys(jobs.backend());
      }
      JobHandle<?> handle = jobs.enqueue(max.isPresent() ? job.awaited() : job);
      Map<String, Object> record = new LinkedHashMap<>();
      record.put("id", handle.id().value());
      record.put("new", handle.isNew());
      if (unique != null) {
        record.put("replaced", handle.isReplaced());
      }
      String text =
          handle.isNew() ? "enqueued " + handle.id() : handle.id() + " " + notNew(handle, job);
      if (max.isEmpty() || main.globals.output().isTable()) {
        main.globals.output().one(text, record);
      }
      return max.isEmpty()
          ? Exit.OK
          : JobWait.until(
              Offered.results(jobs.backend()), List.of(handle.ref()), max, main.globals.output());
    }
  }

  private static String notNew(JobHandle<?> handle, NewJob<?, ?> job) {
    return handle.isReplaced()
        ? "holds the unique key, and has the new payload, due time and priority now"
        : job.labels().uniqueKey().isPresent() && !job.id().equals(Optional.of(handle.id()))
            ? "holds the unique key; it stays as it is, and nothing was enqueued"
            : "is there already, with this type, queue and payload; it stays as it is";
  }

  private int lines() throws IOException {
    if (payload != null
        || queue != null
        || priority != null
        || in != null
        || at != null
        || id != null
        || maxAttempts != null
        || retry != null
        || timeout != null
        || wait != null
        || expiresIn != null
        || expiresAt != null
        || unique != null
        || group != null
        || until != null
        || onConflict != null
        || !tags.isEmpty()
        || !headers.isEmpty()) {
      throw CommandFailure.usage(
          "nothing was enqueued: with - everything is in the lines, options are not taken");
    }
    LineSource source = new LineSource(System.in);
    JobLines first = JobLines.read(source);
    if (!source.hasMore()) {
      first.requireNoProblem();
    }
    try (Backend backend = main.globals.open()) {
      if (source.hasMore()) {
        new JobLinesInParts(backend, source).enqueue(first, main.globals.output());
      } else {
        first.enqueue(backend, main.globals.output());
      }
    }
    return Exit.OK;
  }
}
