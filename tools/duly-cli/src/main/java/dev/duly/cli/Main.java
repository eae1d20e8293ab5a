package dev.duly.cli;

import dev.duly.backend.Backend;
import dev.duly.backend.BackendException;
import dev.duly.backend.InvalidJobsException;
import dev.duly.cli.command.CommandFailure;
import dev.duly.cli.command.Exit;
import dev.duly.cli.command.Globals;
import dev.duly.cli.command.LibraryLog;
import dev.duly.job.ConflictException;
import dev.duly.job.KeyHeldException;
import dev.duly.wire.Json;
import java.io.FileDescriptor;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

/** The root command; everything it can do is a command of its own. */
@Command(
    name = "duly",
    description = "A task queue: do this later, reliably.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    sortOptions = false,
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed",
      "2:usage error",
      "3:there is no such job, queue, type or schedule",
      "4:this backend does not offer it",
      "5:the store cannot be opened, or failed",
      "6:a conflict: an id that is taken, a state that does not allow it",
      "7:some of it could not be done",
      "8:doctor found an error",
      "70:the worker is unfit to go on: restart it",
      "124:the time to wait is over",
      "130:interrupted"
    },
    footer = {
      "",
      "Try:",
      "  duly enqueue hello '{\"n\":1}'",
      "  duly work -q default -n 2 --drain --exec 'hello=cat'",
      "  duly job ls",
    })
public final class Main {
  /** By name, in the order of the help. */
  private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("demo", DemoCommand.class);
    COMMANDS.put("enqueue", EnqueueCommand.class);
    COMMANDS.put("work", WorkCommand.class);
    COMMANDS.put("job", JobCommand.class);
    COMMANDS.put("dlq", DlqCommand.class);
    COMMANDS.put("error", ErrorCommand.class);
    COMMANDS.put("queue", QueueCommand.class);
    COMMANDS.put("type", TypeCommand.class);
    COMMANDS.put("schedule", ScheduleCommand.class);
    COMMANDS.put("limit", LimitCommand.class);
    COMMANDS.put("bridge", BridgeCommand.class);
    COMMANDS.put("top", TopCommand.class);
    COMMANDS.put("stats", StatsCommand.class);
    COMMANDS.put("audit", AuditCommand.class);
    COMMANDS.put("doctor", DoctorCommand.class);
    COMMANDS.put("schema", SchemaCommand.class);
    COMMANDS.put("bench", BenchCommand.class);
    COMMANDS.put("completion", CompletionCommand.class);
    COMMANDS.put("version", VersionCommand.class);
  }

  private static final Pattern SEE =
      Pattern.compile("(See: )(duly (?![^;]*--help)[^;]*[^;.])(?=;|\\.?$)");

  @Mixin Globals globals;

  private Main(Map<String, String> environment, UnaryOperator<Backend> behind) {
    this.globals = new Globals(environment, behind);
  }

  /** Ends the process with the command's exit code. */
  public static void main(String[] args) {
    LibraryLog.asLines();
    System.setErr(VisibleOutput.on(FileDescriptor.err));
    if (!isPicture(args)) {
      System.setOut(VisibleOutput.on(FileDescriptor.out));
    }
    requireReadable(args);
    NativeSqlite.prepare();
    System.exit(run(args));
  }

  /** What draws on the terminal itself, and shows only what it has made visible. */
  private static boolean isPicture(String... args) {
    return List.of(args).contains("top") || List.of(args).contains("demo");
  }

  /** In the C locale Java reads every other character as the same one. */
  private static void requireReadable(String... args) {
    String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
    for (String arg : args) {
      if (arg.indexOf('\uFFFD') >= 0 && !encoding.equalsIgnoreCase("UTF-8")) {
        System.err.println(
            "✖ an argument cannot be read in this locale ("
                + encoding
                + "): set LC_ALL=C.UTF-8, or pass it on standard input or as @FILE");
        System.exit(Exit.USAGE);
      }
    }
  }

  static int run(String... args) {
    return run(System.getenv(), args);
  }

  static int run(Map<String, String> environment, String... args) {
    return run(environment, UnaryOperator.identity(), args);
  }

  /**
   * The same on what a function makes of the backend that is opened: for tests of backends that
   * offer less.
   */
  static int run(Map<String, String> environment, UnaryOperator<Backend> behind, String... args) {
    Main main = new Main(environment, behind);
    CommandLine line = main.line(args);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExpandAtFiles(false); // @FILE is a payload's file here
    line.setParameterExceptionHandler(
        (e, ignored) ->
            main.report(Exit.USAGE, main.withHelp(Mistyped.text(e, COMMANDS.keySet()), e)));
    line.setExecutionExceptionHandler((e, command, parsed) -> main.report(e));
    return line.execute(asHelp(args));
  }

  /** Nothing, or {@code help} before a command, asks for help. */
  private static String[] asHelp(String... args) {
    if (args.length > 0 && !args[0].equals("help")) {
      return args;
    }
    List<String> words =
        new ArrayList<>(List.of(args).subList(Math.min(1, args.length), args.length));
    words.add("--help");
    return words.toArray(new String[0]);
  }

  /**
   * With the commands that are named in these words, or with all: reading what a command is takes
   * as long as many a command itself.
   */
  private CommandLine line(String... args) {
    CommandLine line = new CommandLine(this);
    Set<String> named = new LinkedHashSet<>(List.of(args));
    named.retainAll(COMMANDS.keySet());
    (named.isEmpty() ? COMMANDS.keySet() : named)
        .forEach(name -> line.addSubcommand(name, COMMANDS.get(name)));
    return line;
  }

  /** With every command. */
  static CommandLine everything() {
    return new Main(Map.of(), UnaryOperator.identity()).line();
  }

  private String withHelp(String text, ParameterException e) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    return text
        + (text.endsWith("?") ? " See: " : ". See: ")
        + command.replaceFirst("^duly", globals.proposal().command())
        + " --help";
  }

  private int report(Exception e) {
    if (e instanceof CommandFailure trouble) {
      return report(trouble.exit(), String.valueOf(e.getMessage()));
    } else if (e instanceof InvalidJobsException) {
      return report(Exit.USAGE, String.valueOf(e.getMessage()));
    } else if (e instanceof ConflictException || e instanceof KeyHeldException) {
      return report(Exit.CONFLICT, String.valueOf(e.getMessage()));
    } else if (e instanceof BackendException) {
      return report(Exit.UNREACHABLE, String.valueOf(e.getMessage()));
    }
    e.printStackTrace();
    return report(Exit.FAILED, "a bug in duly: " + e + ". Please report it with the lines above.");
  }

  /** A command that is proposed, as it is to be typed here. */
  private String typed(MatchResult see) {
    return see.group(1) + globals.proposal().typed(see.group(2));
  }

  /** On standard error: a line for people, a problem object for programs. */
  private int report(int exit, String given) {
    PrintStream err = System.err;
    String message = SEE.matcher(given).replaceAll(see -> Matcher.quoteReplacement(typed(see)));
    if (globals.output().isTable()) {
      err.println("✖ " + message);
    } else {
      Map<String, Object> problem = new LinkedHashMap<>();
      problem.put("error", Exit.name(exit));
      problem.put("message", message);
      problem.put("exit", exit);
      err.println(Json.line(problem));
    }
    return exit;
  }
}
