package io.labroute.tracking.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labroute.testing.EngineTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

class CrowdIT extends EngineTest {

  private static final int ACTS_EACH = 60;

  @BeforeEach
  void fillTheLab() {
    drop("lab-config", "lab.yaml", Crowd.configuration());
    assertThat(drop("containers", "all.csv", Crowd.containers()).recordsLoaded()).isEqualTo(Crowd.CONTAINERS);
  }

  @Test
  void manyWhoMoveAtOnceNeverPutTwoThingsInOnePlaceAndTheLogTellsTheSame() throws Exception {
    var invariants = new Invariants(jdbc);
    var crowd = new Crowd(overRest(), 6);
    crowd.start(ACTS_EACH);
    do {
      invariants.check(Crowd.CONTAINERS);
    } while (crowd.isBusy());
    crowd.join();

    assertThat(crowd.done()).isGreaterThan(Crowd.CLIENTS * ACTS_EACH / 10);
    assertThat(count("tracking.events where kind <> 'registered'")).isEqualTo(crowd.done());
    invariants.check(Crowd.CONTAINERS);
    invariants.checkHistory();
    invariants.checkReplay();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "two containers in one position | update tracking.stays set device = 'D0', position = 1 where device = 'D0' and position = 0",
      "a position beyond the capacity | insert into tracking.positions (device, position, capacity, deep_well_suited)"
          + " values ('D0', 50, 50, false)",
      "a capacity below the positions | update tracking.devices set capacity = 10 where device = 'D0'",
      "two live containers of a barcode | update tracking.containers set barcode = 'P1' where barcode = 'P0'",
      "a removed container that stands | update tracking.containers set removed_at = now() where barcode = 'P0'",
      "a retired position that is taken | update tracking.positions set retired_at = now() where device = 'D0' and position = 0",
      "a stay that ends before it begins | update tracking.stays set until = since - interval '1 s', ended_by = begun_by",
      "a lid on a taken position | insert into tracking.stays (container_id, what, device, position, since, begun_by)"
          + " select container_id, 'lid', 'D0', 1, now(), begun_by from tracking.stays where device = 'D0' and position = 0",
      "a place that there is not | update tracking.stays set position = 99 where device = 'D0' and position = 0",
      "another past | update tracking.events set kind = 'never'", "no past | delete from tracking.events"})
  void theDatabaseItselfForbids(String what, String statement) {
    assertThatThrownBy(() -> jdbc.sql(statement).update()).as(what).isInstanceOf(DataIntegrityViolationException.class);
    new Invariants(jdbc).check(Crowd.CONTAINERS);
  }

  private Crowd.Engine overRest() {
    var headers = new HttpHeaders();
    headers.setContentType(MediaType.APPLICATION_JSON);
    return new Crowd.Engine() {
      @Override
      public Crowd.Answer get(String path) {
        var answer = rest.getForEntity(path, String.class);
        return new Crowd.Answer(answer.getStatusCode().value(), answer.getBody());
      }

      @Override
      public Crowd.Answer post(String path, String body) {
        var answer = rest.postForEntity(path, new HttpEntity<>(body, headers), String.class);
        return new Crowd.Answer(answer.getStatusCode().value(), answer.getBody());
      }
    };
  }
}
