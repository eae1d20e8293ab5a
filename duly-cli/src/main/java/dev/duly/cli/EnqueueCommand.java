package dev.duly.cli;

import dev.duly.Duly;
import dev.duly.JobHandle;
import dev.duly.NewJob;
import dev.duly.backend.Backend;
import dev.duly.jackson.JacksonCodec;
import dev.duly.job.Payload;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
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
    description = "Stores a job, or with - one job per line of standard input, all or none.",
    footer = {
      "",
      "Examples:",
      "  duly enqueue mail.welcome '{\"to\":\"a@b.no\"}' -p high",
      "  duly enqueue report @params.json --in 30m",
      "  printf '%%s\\n' '{\"type\":\"hello\",\"payload\":{\"n\":1}}' | duly enqueue -",
      "",
      "A line may have: id type payload queue priority scheduled_at max_attempts"
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

  @Option(names = "--max-attempts", paramLabel = "N", description = "the budget (default: 5)")
  @Nullable Integer maxAttempts;

  @Override
  public Integer call() throws IOException {
    return type.equals("-") ? lines() : one();
  }

  private int one() throws IOException {
    JobWords words = new JobWords();
    NewJob<Payload> job =
        words.job(
            type,
            payload == null ? Payload.none() : words.payloadOrFile(payload),
            queue,
            priority,
            in,
            at,
            id,
            maxAttempts);
    words.requireNoProblem("nothing was enqueued: ");
    try (Duly jobs = Duly.on(main.globals.open(), JacksonCodec.standard())) {
      JobHandle handle = jobs.enqueue(job);
      Map<String, Object> record = new LinkedHashMap<>();
      record.put("id", handle.id().value());
      record.put("new", handle.isNew());
      String text =
          handle.isNew()
              ? "enqueued " + handle.id()
              : handle.id() + " is there already, the same job: nothing to do";
      main.globals.output().one(text, record);
    }
    return Exit.OK;
  }

  private int lines() throws IOException {
    if (payload != null
        || queue != null
        || priority != null
        || in != null
        || at != null
        || id != null) {
      throw Trouble.usage(
          "nothing was enqueued: with - everything is in the lines, options are not taken");
    }
    JobLines lines = JobLines.read(System.in);
    try (Backend backend = main.globals.open()) {
      lines.enqueue(backend, main.globals.output());
    }
    return Exit.OK;
  }
}
