package dev.duly.cli;

import dev.duly.cli.command.Exit;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = "Prints what bash and zsh need to complete commands and options.",
    footer = {"", "Example, for this shell:", "  source <(duly completion)"})
final class CompletionCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    System.out.print(AutoComplete.bash("duly", Main.everything()));
    return Exit.OK;
  }
}
