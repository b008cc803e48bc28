package io.labroute.tracking.containers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/** Clients that move containers, take lids off and put them on, all at random and all at once, over REST. */
final class Crowd {

  static final int CLIENTS = 8;
  static final int CONTAINERS = 200;
  static final int DEVICES = 6;
  static final int POSITIONS_EACH = 50;

  /** One request and its answer. */
  record Answer(int status, String body) {}

  /** Asks the engine. */
  interface Engine {
    Answer get(String path);

    Answer post(String path, String body);
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> REFUSALS = Set.of("position.taken", "container.not-there", "container.is-there",
      "container.outrun", "lid.off", "lid.on", "lid.not-there");

  private final Engine engine;
  private final long seed;
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicReference<Throwable> fault = new AtomicReference<>();
  private final List<Thread> clients = new ArrayList<>();

  Crowd(Engine engine, long seed) {
    this.engine = engine;
    this.seed = seed;
  }

  static String configuration() {
    var text = new StringBuilder("sila_servers:\n  storage:\n");
    IntStream.range(0, DEVICES).forEach(n -> text.append("    D%d: {capacity: %d}\n".formatted(n, POSITIONS_EACH)));
    return text.toString();
  }

  static String containers() {
    var text = new StringBuilder("barcode,device,position,lidded\n");
    IntStream.range(0, CONTAINERS).forEach(n ->
        text.append("P%d,D%d,%d,1\n".formatted(n, n / POSITIONS_EACH, n % POSITIONS_EACH)));
    return text.toString();
  }

  /** Each client does so many things; a negative number means until it is stopped. */
  void start(int actsEach) {
    for (int n = 0; n < CLIENTS; n++) {
      var random = new Random(seed + n);
      var client = new Thread(() -> {
        try {
          for (int act = 0; act != actsEach && !over.get(); act++) {
            actOnce(random);
          }
        } catch (Throwable thrown) {
          if (!over.get()) {
            fault.compareAndSet(null, thrown);
          }
        }
      }, "client-" + n);
      clients.add(client);
      client.start();
    }
  }

  boolean isBusy() {
    return clients.stream().anyMatch(Thread::isAlive);
  }

  /** From now on, answers that do not come are no fault. */
  void stop() {
    over.set(true);
  }

  void join() throws InterruptedException {
    for (Thread client : clients) {
      client.join();
    }
    assertThat(fault.get()).isNull();
  }

  int done() {
    return done.get();
  }

  int refused() {
    return refused.get();
  }

  private void actOnce(Random random) throws Exception {
    String barcode = "P" + random.nextInt(CONTAINERS);
    JsonNode container = JSON.readTree(engine.get("/api/containers/" + barcode).body());
    int to = random.nextInt(DEVICES * POSITIONS_EACH);
    String place = "_device\": \"D%d\", \"%%s_pos\": %d}".formatted(to / POSITIONS_EACH, to % POSITIONS_EACH);
    Answer answer = switch (random.nextInt(6)) {
      case 0 -> engine.post("/api/containers/" + barcode + "/unlid", "{\"lid" + place.formatted("lid"));
      case 1 -> engine.post("/api/containers/" + barcode + "/lid", "{}");
      default -> engine.post("/api/containers/" + barcode + "/move", "{\"source_device\": %s, \"source_pos\": %d, \"target"
          .formatted(container.get("current_device"), container.get("current_pos").intValue()) + place.formatted("target"));
    };
    if (answer.status() == 200) {
      done.incrementAndGet();
    } else {
      assertThat(answer.status()).as(answer.body()).isEqualTo(422);
      assertThat(REFUSALS).contains(JSON.readTree(answer.body()).get("code").textValue());
      refused.incrementAndGet();
    }
  }
}
