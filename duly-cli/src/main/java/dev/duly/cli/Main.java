package dev.duly.cli;

import dev.duly.ConflictException;
import dev.duly.backend.BackendException;
import dev.duly.backend.InvalidJobsException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

/** The root command; everything it can do is a subcommand. */
@Command(
    name = "duly",
    description = "A task queue: do this later, reliably.",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    sortOptions = false,
    subcommands = {
      DemoCommand.class,
      EnqueueCommand.class,
      WorkCommand.class,
      JobCommand.class,
      DlqCommand.class,
      ErrorCommand.class,
      QueueCommand.class,
      TypeCommand.class,
      StatsCommand.class,
      AuditCommand.class,
      DoctorCommand.class,
      BenchCommand.class,
      VersionCommand.class,
    },
    footer = {
      "",
      "Try:",
      "  duly enqueue hello '{\"n\":1}'",
      "  duly work -q default -n 2 --drain --exec 'hello=cat'",
      "  duly job ls",
    })
public final class Main {
  @Mixin Globals globals = new Globals();

  private Main() {}

  /** Ends the process with the command's exit code. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  static int run(String... args) {
    Main main = new Main();
    CommandLine line = new CommandLine(main);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExpandAtFiles(false); // @FILE is a payload's file here
    line.setParameterExceptionHandler(
        (e, ignored) -> main.report(Exit.USAGE, message(e) + help(e)));
    line.setExecutionExceptionHandler((e, command, parsed) -> main.report(e));
    return line.execute(args);
  }

  private static String message(ParameterException e) {
    return String.valueOf(e.getMessage());
  }

  private static String help(ParameterException e) {
    return ". See: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help";
  }

  private int report(Exception e) {
    if (e instanceof Trouble trouble) {
      return report(trouble.exit(), String.valueOf(e.getMessage()));
    } else if (e instanceof InvalidJobsException) {
      return report(Exit.USAGE, String.valueOf(e.getMessage()));
    } else if (e instanceof ConflictException) {
      return report(Exit.CONFLICT, String.valueOf(e.getMessage()));
    } else if (e instanceof BackendException) {
      return report(Exit.UNREACHABLE, String.valueOf(e.getMessage()));
    }
    e.printStackTrace();
    return report(Exit.FAILED, "a bug in duly: " + e + ". Please report it with the lines above.");
  }

  /** On standard error: a line for people, a problem object for programs. */
  private int report(int exit, String message) {
    PrintStream err = System.err;
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
