package dev.duly.cli;

import dev.duly.Duly;
import dev.duly.JobType;
import dev.duly.Worker;
import dev.duly.WorkerBuilder;
import dev.duly.backend.Backend;
import dev.duly.backend.BackendException;
import dev.duly.backend.Lease;
import dev.duly.backend.room.Gauge;
import dev.duly.backend.room.Retention;
import dev.duly.cli.command.CommandFailure;
import dev.duly.cli.command.CurrentUser;
import dev.duly.cli.command.Exit;
import dev.duly.cli.command.LibraryLog;
import dev.duly.cli.command.Offered;
import dev.duly.cli.exec.CommandText;
import dev.duly.cli.exec.ExecHandler;
import dev.duly.jackson.JacksonCodec;
import dev.duly.job.DurationText;
import dev.duly.job.Names;
import dev.duly.job.Payload;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
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
import picocli.CommandLine.ParentCommand;

@Command(
    name = "work",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Runs jobs with your commands until it is stopped, or until nothing is left with --drain.",
    footer = {
      "",
      "Examples:",
      "  duly work -q default -n 4 --exec 'hello=cat'",
      "  duly work -q critical,default -q email=2 --exec 'mail.welcome=python3 mail.py' --drain",
      "  duly work -q critical=w6,bulk=w1 -n 8 --exec 'hello=cat'",
      "",
      "A command gets the payload on standard input and DULY_JOB_ID, DULY_JOB_TYPE, DULY_QUEUE,",
      "DULY_ATTEMPT, DULY_MAX_ATTEMPTS, DULY_DEADLINE and TRACEPARENT in its environment. Exit code 0 is",
      "success (standard output, if it is JSON, is the result), 65 makes it a dead letter at once, any",
      "other code is a retry. Standard error is the job's log: duly job logs ID."
    })
final class WorkCommand implements Callable<Integer> {
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final int LOOKS_UNTIL_TOLD = 10;
  private static final int LOOKS_AT_A_BROKER = 4;

  private static final String KEEPS_NONE = "keeps no jobs that have ended";
  private static final String LEASE = "30s";

  @ParentCommand Main main;

  @Option(
      names = {"-q", "--queue"},
      split = ",",
      defaultValue = "default",
      paramLabel = "QUEUE[=SLOTS|=wWEIGHT]",
      description =
          "queues of one pool, in the order they are served, or with =w6 and the like in proportion to their weights; with =SLOTS a queue of its own (default: default)")
  List<String> queues = new ArrayList<>();

  @Option(
      names = {"-n", "--slots"},
      defaultValue = "4",
      paramLabel = "SLOTS",
      description = "how many jobs of the pool at once (default: 4)")
  int slots;

  @Option(
      names = "--exec",
      required = true,
      paramLabel = "TYPE=COMMAND",
      description = "run this command for jobs of this type; repeatable")
  Map<String, String> commands = new LinkedHashMap<>();

  @Option(
      names = "--lease",
      paramLabel = "TIME",
      description =
          "how long until another worker takes over the jobs of one that vanished (default: 30s; in a broker a claim lasts as long as the connection)")
  @Nullable String lease;

  @Option(
      names = "--grace",
      defaultValue = "25s",
      paramLabel = "TIME",
      description = "how long running jobs may go on after Ctrl-C (default: 25s)")
  String grace = "25s";

  @Option(
      names = "--from",
      paramLabel = "URL",
      description =
          "carry jobs of these queues that are due from another store into this one, and run them here (see: duly bridge --help)")
  @Nullable String from;

  @Option(
      names = "--keep",
      paramLabel = "TIME",
      description =
          "set how long the store keeps completed and cancelled jobs: 24h or more, or forever (default: as the store is set; a new one to 7d). Dead letters stay.")
  @Nullable String keep;

  @Option(
      names = "--drain",
      description =
          "exit once no jobs are running or waiting; waits for retries and for jobs that are due later, too")
  boolean drain;

  @Override
  public Integer call() {
    Duration graceTime = JobCommand.time("--grace", grace);
    Optional<Retention> retention = Optional.ofNullable(keep).map(WorkCommand::retention);
    LibraryLog.withoutAttempts(); // what fails has its line here
    if (retention.isPresent()) {
      LibraryLog.withoutNews(); // a new store's retention is not what will hold
    }
    Backend backend = main.globals.open();
    try (Duly jobs =
            Duly.builder()
                .backend(backend)
                .codec(JacksonCodec.standard())
                .listener(new UnknownTypes(commands.keySet(), System.err))
                .build();
        Inflow inflow =
            from == null ? Inflow.NONE : Inflow.of(main.globals, from, asked().names(), backend)) {
      Worker worker = start(jobs);
      retention.ifPresent(wanted -> set(wanted, backend));
      Signals.onStop(
          () -> {
            inflow.stop();
            worker.stop(graceTime);
          });
      System.err.println(
          "working on "
              + String.join(", ", queues)
              + " as "
              + worker.name()
              + (drain ? " until nothing is left" : "; Ctrl-C stops"));
      boolean interrupted = waitForEnd(worker, inflow, backend);
      inflow
          .problem()
          .ifPresent(
              problem -> {
                throw CommandFailure.usage("--from: " + problem);
              });
      worker.stop(graceTime);
      return interrupted ? Exit.INTERRUPTED : worker.isUnfit() ? Exit.UNFIT : Exit.OK;
    }
  }

  private Worker start(Duly jobs) {
    try {
      return worker(jobs).start();
    } catch (IllegalArgumentException | IllegalStateException e) { // what was asked for is wrong
      throw CommandFailure.usage(String.valueOf(e.getMessage()));
    }
  }

  private WorkerBuilder worker(Duly jobs) {
    WorkerBuilder builder = leased(jobs);
    asked().serve(builder, slots);
    int resultMax = jobs.backend().capabilities().resultBytesMax();
    Report report = new Report(System.out, main.globals.output().isTable());
    commands.forEach(
        (type, command) -> {
          ExecHandler handler = new ExecHandler(words(type, command), System.err, resultMax);
          builder.compute(JobType.raw(type).returning(Payload.class), report.around(handler));
        });
    return builder;
  }

  /** True if it was interrupted. */
  private boolean waitForEnd(Worker worker, Inflow inflow, Backend backend) {
    int idle = 0;
    int drained = 0;
    // A broker does not tell of what is on its way from one queue to the next.
    int enough = backend.rooms().inspector().isPresent() ? 1 : LOOKS_AT_A_BROKER;
    try {
      while (!worker.isUnfit() && inflow.problem().isEmpty()) {
        if (!drain) {
          Thread.sleep(LOOK.toMillis());
          continue;
        }
        idle = worker.awaitIdle(LOOK) ? idle + 1 : 0;
        drained = inflow.isEmpty() && isDrained(backend) ? drained + 1 : 0;
        if (drained >= enough) {
          return false;
        }
        if (idle == LOOKS_UNTIL_TOLD) {
          System.err.println(
              "some jobs still wait: for their time, in a paused queue, or of a type without --exec."
                  + (backend.rooms().inspector().isPresent()
                      ? " See: duly job ls state:waiting; duly queue ls"
                      : " See: duly queue ls"));
        }
        Thread.sleep(LOOK.toMillis());
      }
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }

  /** In a broker a claim lasts as long as the connection. */
  private WorkerBuilder leased(Duly jobs) {
    boolean isTimed = jobs.backend().capabilities().lease() instanceof Lease.Timed;
    if (lease != null && !isTimed) {
      throw CommandFailure.usage(
          "--lease is not for this backend: a claim lasts as long as the connection there");
    }
    String length = lease == null ? LEASE : lease;
    return isTimed ? jobs.worker().lease(JobCommand.time("--lease", length)) : jobs.worker();
  }

  private AskedQueues asked() {
    try {
      return AskedQueues.parse(queues);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage("-q: " + e.getMessage());
    }
  }

  private boolean isDrained(Backend backend) {
    List<String> mine = asked().names();
    try {
      return Offered.gauges(backend).queues().stream()
          .filter(queue -> mine.contains(queue.queue()) || !queue.isQueue())
          .allMatch(Gauge::isDrained);
    } catch (BackendException e) { // the store is away: the worker waits for it, and so do we
      return false;
    }
  }

  private static Retention retention(String text) {
    if (text.equals("forever")) {
      return Retention.FOREVER;
    }
    try {
      return Retention.of(DurationText.parse(text));
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage(
          "--keep must be 24h to 36500d, such as 30d, or forever, was " + Names.quoted(text));
    }
  }

  private static void set(Retention wanted, Backend backend) {
    if (!Offered.inspector(backend, KEEPS_NONE).retention().equals(Optional.of(wanted))) {
      Offered.operator(backend, KEEPS_NONE).keep(wanted, CurrentUser.am());
    }
  }

  private static List<String> words(String type, String command) {
    try {
      List<String> words = CommandText.split(command);
      requireProgram(type, words.get(0));
      return words;
    } catch (IllegalArgumentException e) {
      throw CommandFailure.usage("--exec " + type + ": " + e.getMessage());
    }
  }

  private static void requireProgram(String type, String program) {
    boolean found =
        program.contains(File.separator)
            ? Files.isExecutable(Path.of(program))
            : Optional.ofNullable(System.getenv("PATH")).stream()
                .flatMap(path -> List.of(path.split(File.pathSeparator, -1)).stream())
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    if (!found) {
      throw CommandFailure.usage(
          "--exec " + type + ": there is no program " + Names.quoted(program) + " to run");
    }
  }
}
