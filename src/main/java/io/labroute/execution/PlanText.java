package io.labroute.execution;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.labroute.lab.Labware;
import io.labroute.lab.Volume;
import io.labroute.lab.WellAddress;
import io.labroute.worklist.Deck;
import io.labroute.worklist.Ledger;
import io.labroute.worklist.Step;
import io.labroute.worklist.WorklistPlan;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

/**
 * A plan as it is kept with its worklist, so that the remainder can be planned after any restart: all of it but the contents of
 * wells, which {@code tracking} knows.
 */
record PlanText(WorklistPlan.Target target, List<Labware> deck, List<Step> steps) {

  private static final JsonMapper JSON = JsonMapper.builder()
      .addMixIn(Step.class, OfSteps.class).addMixIn(Labware.Shape.class, OfShapes.class)
      .addMixIn(WorklistPlan.Target.class, OfTargets.class)
      .addModule(new SimpleModule()
          .addSerializer(Volume.class, texts(it -> it.microlitres().toPlainString()))
          .addDeserializer(Volume.class, values(text -> new Volume(new BigDecimal(text))))
          .addSerializer(WellAddress.class, texts(WellAddress::toString))
          .addDeserializer(WellAddress.class, values(text -> Objects.requireNonNull(WellAddress.parse(text), text))))
      .build();

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "step")
  @JsonSubTypes({@Type(value = Step.Transfer.class, name = "transfer"), @Type(value = Step.Distribution.class, name = "distribution"),
      @Type(value = Step.Aliquot.class, name = "aliquot"), @Type(value = Step.Mix.class, name = "mix"),
      @Type(value = Step.Pause.class, name = "pause"), @Type(value = Step.Remark.class, name = "remark")})
  private interface OfSteps {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({@Type(value = Labware.Plate.class, name = "plate"), @Type(value = Labware.Trough.class, name = "trough"),
      @Type(value = Labware.Tube.class, name = "tube")})
  @JsonIgnoreProperties(ignoreUnknown = true)
  private interface OfShapes {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "for")
  @JsonSubTypes({@Type(value = WorklistPlan.Tecan.class, name = "tecan"), @Type(value = WorklistPlan.Echo.class, name = "echo"),
      @Type(value = WorklistPlan.Table.class, name = "table")})
  private interface OfTargets {}

  static String of(WorklistPlan plan) {
    try {
      return JSON.writeValueAsString(new PlanText(plan.target(), List.copyOf(plan.deck().all()), plan.steps()));
    } catch (JsonProcessingException neverOfOurs) {
      throw new IllegalStateException(neverOfOurs);
    }
  }

  static PlanText read(String text) {
    try {
      return JSON.readValue(text, PlanText.class);
    } catch (JsonProcessingException fromTheDatabase) {
      throw new IllegalStateException(fromTheDatabase);
    }
  }

  WorklistPlan plan(Ledger before, List<Step> some) {
    return new WorklistPlan(target, new Deck(deck), before, some);
  }

  private interface Written<T> {
    String of(T value);
  }

  private interface Read<T> {
    T of(String text);
  }

  private static <T> JsonSerializer<T> texts(Written<T> written) {
    return new JsonSerializer<>() {
      @Override
      public void serialize(T value, JsonGenerator json, SerializerProvider provider) throws IOException {
        json.writeString(written.of(value));
      }
    };
  }

  private static <T> JsonDeserializer<T> values(Read<T> read) {
    return new JsonDeserializer<>() {
      @Override
      public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
        return read.of(json.getText());
      }
    };
  }
}
