package dev.duly.rabbitmq;

import dev.duly.backend.BackendException;
import dev.duly.backend.BackendException.Kind;
import dev.duly.backend.Capabilities;
import dev.duly.backend.broker.Envelope;
import dev.duly.backend.broker.Letters;
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
import dev.duly.rabbitmq.Browse.Found;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters in their queue. Each look takes all of them and gives them back; an act sends
 * what is to be first, and then takes the letter away, so that a letter is never lost: if the
 * process dies in between, it is there twice. An id may be there several times, since a broker
 * knows none: each time that it is named is one letter, the latest first.
 */
final class RabbitDeadLetters implements DeadLetters {
  private final Connections connections;
  private final ObjectNames names;
  private final Dispatcher dispatcher;
  private final Wire wire;
  private final Capabilities capabilities;

  RabbitDeadLetters(
      Connections connections, Dispatcher dispatcher, Wire wire, Capabilities capabilities) {
    this.connections = connections;
    this.names = dispatcher.names();
    this.dispatcher = dispatcher;
    this.wire = wire;
    this.capabilities = capabilities;
  }

  private <T> T browse(Function<Browse, T> look) {
    try (Browse browse = Browse.open(connections, names.dead(), names.lock(names.dead()))) {
      return look.apply(browse);
    }
  }

  private List<Envelope> all() {
    return browse(
        browse -> browse.all().stream().map(found -> wire.letter(found.delivery())).toList());
  }

  @Override
  public JobPage list(JobQuery query) {
    return Letters.page(all(), query, Instant.now());
  }

  @Override
  public Optional<JobRecord> find(JobRef letter) {
    return envelope(letter).map(Letters::record);
  }

  @Override
  public List<AttemptRecord> attempts(JobRef letter) {
    return envelope(letter).map(Letters::attempts).orElse(List.of());
  }

  private Optional<Envelope> envelope(JobRef letter) {
    return all().stream()
        .filter(envelope -> envelope.job().ref().equals(letter))
        .reduce((one, next) -> next);
  }

  @Override
  public List<JobRef> refs(JobId id) {
    return all().stream()
        .map(envelope -> envelope.job().ref())
        .filter(ref -> ref.id().equals(id))
        .distinct()
        .toList();
  }

  @Override
  public List<Acted> requeue(List<JobRef> letters, String who) {
    return act(letters, letter -> Optional.of(Letters.alive(letter, Instant.now())));
  }

  @Override
  public Acted requeue(JobRef letter, Payload edited, String who) {
    capabilities.requireAcceptable(edited);
    return one(letter, l -> Letters.alive(Letters.with(l, edited), Instant.now()));
  }

  @Override
  public Acted edit(JobRef letter, Payload payload, String who) {
    capabilities.requireAcceptable(payload);
    return one(letter, l -> Letters.with(l, payload));
  }

  @Override
  public List<Acted> discard(List<JobRef> letters, String who) {
    return act(letters, letter -> Optional.empty());
  }

  private Acted one(JobRef letter, UnaryOperator<Envelope> change) {
    return act(List.of(letter), l -> Optional.of(change.apply(l))).get(0);
  }

  /** Puts something in the stead of letters, or nothing. */
  private List<Acted> act(List<JobRef> letters, Function<Envelope, Optional<Envelope>> stead) {
    return browse(
        browse -> {
          List<Found> all = browse.all();
          List<@Nullable JobRef> refs = new ArrayList<>();
          all.forEach(found -> refs.add(wire.letter(found.delivery()).job().ref()));
          List<Acted> acts = new ArrayList<>(Collections.nCopies(letters.size(), Acted.NOT_FOUND));
          List<Found> over = new ArrayList<>();
          List<Parcel> parcels = new ArrayList<>();
          for (int i = 0; i < letters.size(); i++) {
            int latest = refs.lastIndexOf(letters.get(i));
            if (latest >= 0 && Wire.isNewer(all.get(latest).delivery())) {
              acts.set(i, Acted.WRONG_STATE); // who wrote it can read it
            } else if (latest >= 0) {
              acts.set(i, Acted.DONE);
              stead
                  .apply(wire.letter(all.get(latest).delivery()))
                  .map(envelope -> Parcel.of(envelope, Duration.ZERO))
                  .ifPresent(parcels::add);
              over.add(all.get(latest));
              refs.set(latest, null); // named once more, it is an older letter
            }
          }
          requireKept(parcels);
          browse.acknowledge(over);
          return acts;
        });
  }

  private void requireKept(List<Parcel> parcels) {
    List<Answer> answers = dispatcher.send(parcels);
    int kept = Collections.frequency(answers, Answer.KEPT);
    if (kept < answers.size()) {
      throw new BackendException(
          Kind.UNKNOWN_OUTCOME,
          String.format(
              "rabbitmq: of %d messages %d were stored: all letters stay, so that some are there"
                  + " twice",
              answers.size(), kept),
          null);
    }
  }

  @Override
  public List<Enqueued> importDead(List<DeadJob> letters, String who) {
    return browse(
        browse -> {
          Set<JobRef> known = new HashSet<>();
          browse.all().forEach(found -> known.add(wire.letter(found.delivery()).job().ref()));
          List<Parcel> parcels = new ArrayList<>();
          List<Enqueued> answers = new ArrayList<>();
          for (DeadJob letter : letters) {
            JobId id = letter.record().job().id();
            boolean isNew = known.add(letter.record().ref());
            if (isNew) {
              parcels.add(Parcel.of(Letters.of(letter), Duration.ZERO));
            }
            answers.add(isNew ? new Enqueued.Stored(id) : new Enqueued.Duplicate(id));
          }
          requireKept(parcels);
          return answers;
        });
  }
}
