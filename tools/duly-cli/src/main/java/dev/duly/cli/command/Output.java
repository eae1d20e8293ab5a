package dev.duly.cli.command;

import dev.duly.cli.picture.Columns;
import dev.duly.wire.Json;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Writes results as a table for people, or as JSON for programs. */
public final class Output {
  private final Globals.Format format;
  private final PrintStream out;

  public Output(Globals.Format format, PrintStream out) {
    this.format = format;
    this.out = out;
  }

  public boolean isTable() {
    return format == Globals.Format.table;
  }

  /** One record: text for people, or its JSON. */
  public void one(String text, Map<String, ?> record) {
    switch (format) {
      case table -> out.println(text);
      case json -> out.println(Json.pretty(record));
      case jsonl -> out.println(Json.line(record));
    }
  }

  /**
   * Many records: a table for people, else an array or a line each.
   *
   * @param records are made only if they are wanted: a short command has no time for the other form
   */
  public void many(
      List<String> header, List<List<String>> rows, Stream<? extends Map<String, ?>> records) {
    switch (format) {
      case table -> table(header, rows);
      case json -> out.println(Json.pretty(records.toList()));
      case jsonl -> records.forEach(record -> out.println(Json.line(record)));
    }
  }

  private void table(List<String> header, List<List<String>> rows) {
    List<List<String>> all = new ArrayList<>();
    all.add(header);
    all.addAll(rows);
    Columns.of(all).forEach(out::println);
  }
}
