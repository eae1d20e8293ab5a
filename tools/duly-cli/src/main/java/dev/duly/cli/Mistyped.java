package dev.duly.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What was typed and cannot be, in words of ours, with what was probably meant. */
final class Mistyped {
  private static final int NEAR = 2;

  private Mistyped() {}

  /**
   * What is wrong.
   *
   * @param commands every command there is, though few are set up
   */
  static String text(ParameterException e, Collection<String> commands) {
    CommandLine line = e.getCommandLine();
    String command = line.getCommandSpec().qualifiedName();
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      return unknown(unmatched.getUnmatched(), line, command, commands);
    } else if (String.valueOf(e.getMessage()).startsWith("Missing required subcommand")) {
      return command + " needs a command";
    }
    return String.valueOf(e.getMessage()).replace("option option", "option");
  }

  private static String unknown(
      List<String> words, CommandLine line, String command, Collection<String> commands) {
    String word = words.get(0);
    if (word.startsWith("-")) {
      Stream<String> options =
          line.getCommandSpec().options().stream().flatMap(option -> Stream.of(option.names()));
      return command + " has no option " + word + meant(word, options.toList());
    }
    return line.getSubcommands().isEmpty()
        ? command + " takes no " + String.join(" ", words)
        : command
            + " has no command "
            + word
            + meant(word, line.getParent() == null ? commands : line.getSubcommands().keySet());
  }

  private static String meant(String word, Collection<String> known) {
    return known.stream()
        .filter(name -> Spelling.distance(name, word) <= Math.min(NEAR, word.length() / 3))
        .min(Comparator.comparingInt(name -> Spelling.distance(name, word)))
        .map(name -> ". Did you mean " + name + "?")
        .orElse("");
  }
}
