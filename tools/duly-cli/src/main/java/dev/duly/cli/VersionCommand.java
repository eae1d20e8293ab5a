package dev.duly.cli;

import dev.duly.Duly;
import dev.duly.cli.command.Exit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "version",
    mixinStandardHelpOptions = true,
    description = "The version of duly and of the Java it runs on.",
    footer = {"", "Example:", "  duly version"})
final class VersionCommand implements Callable<Integer>, IVersionProvider {
  @ParentCommand Main main;

  @Override
  public Integer call() {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("duly", duly());
    record.put("java", Runtime.version().toString());
    main.globals.output().one(String.join("\n", getVersion()), record);
    return Exit.OK;
  }

  @Override
  public String[] getVersion() {
    return new String[] {"duly " + duly(), "java " + Runtime.version()};
  }

  private static String duly() {
    return Duly.version();
  }
}
