package dev.duly.memory;

import dev.duly.backend.Backend;
import dev.duly.backend.Capabilities;
import dev.duly.backend.Rooms;
import dev.duly.backend.Session;
import dev.duly.backend.Token;
import dev.duly.backend.WorkerInfo;
import dev.duly.job.EncodedJob;
import dev.duly.job.Enqueued;
import java.util.List;

/** Another backend, of which a test makes one thing different. */
public class ForwardingBackend implements Backend {
  private final Backend good;

  public ForwardingBackend(Backend good) {
    this.good = good;
  }

  @Override
  public Capabilities capabilities() {
    return good.capabilities();
  }

  @Override
  public List<Enqueued> enqueue(List<EncodedJob> jobs) {
    return good.enqueue(jobs);
  }

  @Override
  public Session open(WorkerInfo info, Runnable onChange) {
    return good.open(info, onChange);
  }

  @Override
  public Token token(String text) {
    return good.token(text);
  }

  @Override
  public Rooms rooms() {
    return good.rooms();
  }

  @Override
  public void close() {
    good.close();
  }
}
