package dev.duly.examples;

import dev.duly.Attempt;
import dev.duly.Handler;
import dev.duly.JobName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Crash recovery: a handler that may be run again at any point, and does its work once. */
public final class Invoices implements Handler<Invoices.WriteInvoice> {
  private final Path folder;

  @JobName("invoice.write")
  public record WriteInvoice(int order, int cents) {}

  public Invoices(Path folder) {
    this.folder = folder;
  }

  @Override
  public void handle(WriteInvoice job, Attempt attempt) throws IOException {
    Path invoice = folder.resolve("invoice-" + job.order() + ".txt");
    if (Files.exists(invoice)) {
      return; // an earlier attempt did it, and was killed before it could say so
    }
    Path part = folder.resolve(attempt.id() + ".part");
    Files.write(
        part, ("Order " + job.order() + ": " + job.cents()).getBytes(StandardCharsets.UTF_8));
    Files.move(part, invoice, StandardCopyOption.ATOMIC_MOVE);
  }
}
