package dev.duly.cli;

import dev.duly.backend.Backend;
import dev.duly.backend.room.Inspector;
import dev.duly.cli.command.CurrentUser;
import dev.duly.cli.command.Exit;
import dev.duly.cli.command.Offered;
import dev.duly.cli.job.JobCard;
import dev.duly.cli.picture.Ansi;
import dev.duly.cli.top.TerminalConsole;
import dev.duly.cli.top.Top;
import dev.duly.job.JobRecord;
import dev.duly.monitor.Picture;
import dev.duly.monitor.Proposal;
import dev.duly.monitor.Visible;
import dev.duly.monitor.Watch;
import dev.duly.wire.PictureJson;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "top",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "The live picture of the system: queues, jobs, errors and workers, with keys that act on them; ? shows the keys.",
      "Without a terminal it is the overview, once."
    },
    footer = {"", "Examples:", "  duly top", "  duly top --once", "  duly top -o json"})
final class TopCommand implements Callable<Integer> {
  /** Between two looks, so that there are rates. */
  private static final long ONCE_MILLIS = 1_000;

  @ParentCommand Main main;

  @Option(names = "--once", description = "the overview after a second, then the end")
  boolean once;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Proposal proposal = main.globals.proposal();
    try (Backend backend = main.globals.openExisting()) {
      boolean isTable = main.globals.output().isTable();
      if (once || !isTable || !Boolean.getBoolean("duly.terminal")) {
        Watch watch = new Watch(backend);
        watch.look();
        Thread.sleep(ONCE_MILLIS);
        Picture picture = watch.lookOnce();
        main.globals
            .output()
            .one(
                isTable ? String.join("\n", Top.once(picture, proposal)) : "",
                PictureJson.of(picture));
        return Exit.OK;
      }
      Ansi ink = System.getenv("NO_COLOR") == null ? Ansi.COLOURED : Ansi.PLAIN;
      Top top =
          new Top(
              backend,
              new Top.Viewer(Proposal.shown(main.globals.url()), proposal, CurrentUser.am(), ink),
              card(backend, proposal));
      try (TerminalConsole console = new TerminalConsole()) {
        top.run(console);
      }
    }
    return Exit.OK;
  }

  /** What {@code job show} says, after why the job is where it is. */
  private static Function<JobRecord, String> card(Backend backend, Proposal proposal) {
    return job -> {
      Inspector inspector = Offered.inspector(backend);
      return Visible.of(
          String.join("\n", JobCommand.explanation(backend, job, proposal))
              + "\n\n"
              + JobCard.text(job, inspector.attempts(job.ref())));
    };
  }
}
