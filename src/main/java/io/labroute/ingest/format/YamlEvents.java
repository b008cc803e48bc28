package io.labroute.ingest.format;

import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import io.labroute.lab.Refusal;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.parser.Parser;

/**
 * The events of a YAML document on their way to the composer: too many or too deep ones end it, before they cost memory.
 */
final class YamlEvents implements Parser {

  static final int DEEPEST = 50;
  static final int MOST_NODES = 200_000;

  private final Parser events;
  private int nodes;
  private int depth;

  YamlEvents(Parser events) {
    this.events = events;
  }

  @Override
  public boolean checkEvent(Event.ID choice) {
    return events.checkEvent(choice);
  }

  @Override
  public Event peekEvent() {
    return events.peekEvent();
  }

  @Override
  public Event getEvent() {
    Event event = events.getEvent();
    switch (event.getEventId()) {
      case SequenceStart, MappingStart -> {
        nodes++;
        depth++;
      }
      case SequenceEnd, MappingEnd -> depth--;
      case Scalar, Alias -> nodes++;
      default -> { }
    }
    Mark mark = event.getStartMark();
    if (depth > DEEPEST) {
      throw tooDeep(Place.at(mark.getLine() + 1L, mark.getColumn() + 1));
    }
    if (nodes > MOST_NODES) {
      throw tooMany(Place.at(mark.getLine() + 1L, mark.getColumn() + 1));
    }
    return event;
  }

  static Refusal tooDeep(Place place) {
    return Finding.of("yaml.too-deep", "The file is nested too deeply, or an alias holds itself.").at(place)
        .allowed("at most " + DEEPEST + " levels").refusal();
  }

  static Refusal tooMany(Place place) {
    return Finding.of("yaml.too-many-nodes", "The file has too many values, its aliases resolved.").at(place)
        .allowed("at most " + MOST_NODES).maybe("aliases of aliases multiply them.").refusal();
  }
}
