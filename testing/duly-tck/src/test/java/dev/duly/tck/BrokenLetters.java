package dev.duly.tck;

import dev.duly.backend.Backend;
import dev.duly.backend.Rooms;
import dev.duly.backend.room.Acted;
import dev.duly.backend.room.DeadJob;
import dev.duly.backend.room.DeadLetters;
import dev.duly.backend.room.JobPage;
import dev.duly.backend.room.JobQuery;
import dev.duly.job.AttemptRecord;
import dev.duly.job.Enqueued;
import dev.duly.job.JobId;
import dev.duly.job.JobRecord;
import dev.duly.job.JobRef;
import dev.duly.job.Payload;
import java.util.List;
import java.util.Optional;

/** Faults in the room of the dead letters. */
public final class BrokenLetters {
  private BrokenLetters() {}

  /** Deletes what it is told to delete, whatever has become of it. */
  static final class DiscardsTheLiving extends BrokenBackend {
    private final Backend good;

    DiscardsTheLiving(Backend good) {
      super(good);
      this.good = good;
    }

    @Override
    public Rooms rooms() {
      return new ForwardingRooms(super.rooms()) {
        @Override
        public Optional<DeadLetters> deadLetters() {
          return super.deadLetters()
              .map(
                  letters ->
                      new Forwarding(letters) {
                        @Override
                        public List<Acted> discard(List<JobRef> letters, String who) {
                          return good.rooms().operator().orElseThrow().delete(letters, who);
                        }
                      });
        }
      };
    }
  }

  /** The good room, of which one thing is broken. */
  public static class Forwarding implements DeadLetters {
    private final DeadLetters good;

    public Forwarding(DeadLetters good) {
      this.good = good;
    }

    @Override
    public JobPage list(JobQuery query) {
      return good.list(query);
    }

    @Override
    public Optional<JobRecord> find(JobRef job) {
      return good.find(job);
    }

    @Override
    public List<JobRef> refs(JobId id) {
      return good.refs(id);
    }

    @Override
    public List<AttemptRecord> attempts(JobRef job) {
      return good.attempts(job);
    }

    @Override
    public List<Acted> requeue(List<JobRef> letters, String who) {
      return good.requeue(letters, who);
    }

    @Override
    public Acted requeue(JobRef letter, Payload edited, String who) {
      return good.requeue(letter, edited, who);
    }

    @Override
    public Acted edit(JobRef letter, Payload payload, String who) {
      return good.edit(letter, payload, who);
    }

    @Override
    public List<Acted> discard(List<JobRef> letters, String who) {
      return good.discard(letters, who);
    }

    @Override
    public List<Enqueued> importDead(List<DeadJob> letters, String who) {
      return good.importDead(letters, who);
    }
  }
}
