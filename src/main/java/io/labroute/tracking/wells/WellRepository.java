package io.labroute.tracking.wells;

import io.labroute.audit.AuditEntry;
import io.labroute.audit.AuditRepository;
import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import io.labroute.lab.Volume;
import io.labroute.lab.WellAddress;
import io.labroute.platform.JsonText;
import io.labroute.tracking.wells.WellContents.Component;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** What is in the wells of containers. */
@Repository
public class WellRepository {

  private static final String BOOKING = """
      select act, worklist_id, number, source_container, source_well, target_container, target_well, volume_ul, state,
             components::text as components from tracking.well_bookings
      """;

  private final JdbcClient jdbc;
  private final JsonText json;
  private final AuditRepository audit;
  private final Clock clock;

  WellRepository(JdbcClient jdbc, JsonText json, AuditRepository audit, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * What is in the wells of a container now, by all bookings that are not taken back, planned ones included. A well that is
   * missing is one of which nobody knows.
   */
  public Map<WellAddress, WellContents> contents(long containerId) {
    var contents = new TreeMap<WellAddress, WellContents>();
    Function<String, List<Component>> liquids = liquids();
    jdbc.sql("select well, volume_ul, components::text as components from tracking.wells where container_id = :id")
        .param("id", containerId)
        .query((row, n) -> contents.put(address(row.getString("well")), contents(row, liquids))).list();
    return contents;
  }

  /** What is in some wells now; those that are missing are wells of which nobody knows. */
  public Map<Well, WellContents> contents(Collection<Well> some) {
    var contents = new HashMap<Well, WellContents>();
    Function<String, List<Component>> liquids = liquids();
    jdbc.sql("""
        select w.container_id, w.well, w.volume_ul, w.components::text as components
          from unnest(:containers::bigint[], :wells::text[]) as u (container, well)
          join tracking.wells w on (w.container_id, w.well) = (u.container, u.well)""")
        .param("containers", containers(some)).param("wells", addresses(some))
        .query((row, n) -> contents.put(new Well(row.getLong("container_id"), address(row.getString("well"))), contents(row, liquids)))
        .list();
    return contents;
  }

  /**
   * States the contents of wells of which nothing is known yet; what is known already and the same is left as it is.
   *
   * @param fileId the ledger row that states it, if any, and
   * @param pointer where in the file
   * @return what is in all wells of the container now
   * @throws io.labroute.lab.Refusal {@code wells.known} when something else is known to be in one of them
   */
  @Transactional
  public Map<WellAddress, WellContents> declare(long containerId, Map<WellAddress, WellContents> wells, String actor,
      @Nullable Long fileId, @Nullable String pointer) {
    hold();
    Map<WellAddress, WellContents> known = contents(containerId);
    var unknown = new TreeMap<WellAddress, WellContents>();
    wells.forEach((well, stated) -> {
      WellContents there = known.get(well);
      if (there == null) {
        unknown.put(well, stated.requirePossible());
      } else if (!there.isSame(stated)) {
        throw Finding.of("wells.known", "Something else is known to be in %s.".formatted(well)).value(String.valueOf(stated.volume()))
            .at(pointer == null ? Place.UNKNOWN : new Place(null, null, null, pointer, null))
            .allowed("%s, as it follows from what was stated and moved".formatted(there.volume()))
            .maybe("the container was used since: leave its contents out, they are known.").refusal();
      }
    });
    if (!unknown.isEmpty()) {
      state(containerId, unknown, actor, fileId, pointer);
    }
    known.putAll(unknown);
    return known;
  }

  private void state(long containerId, Map<WellAddress, WellContents> wells, String actor, @Nullable Long fileId,
      @Nullable String pointer) {
    List<WellContents> contents = List.copyOf(wells.values());
    jdbc.sql("""
        with stated as (
          insert into tracking.well_statements (container_id, well, volume_ul, components, stated_at, actor, file_id, pointer)
          select :container, w.well, w.volume, w.components::jsonb, :now, :actor, :file::bigint, :pointer
            from unnest(:wells::text[], :volumes::numeric[], :components::text[]) as w (well, volume, components)
          returning container_id, well, volume_ul, components)
        insert into tracking.wells (container_id, well, volume_ul, components) select * from stated""")
        .param("container", containerId).param("wells", wells.keySet().stream().map(WellAddress::toString).toArray(String[]::new))
        .param("volumes", each(contents, it -> it.volume().microlitres().toPlainString()))
        .param("components", texts(contents, WellContents::components))
        .param("now", OffsetDateTime.now(clock)).param("actor", actor).param("file", fileId).param("pointer", pointer, Types.VARCHAR)
        .update();
    audit.add(new AuditEntry(actor, "stated contents", "container " + containerId, fileId, json.of(Map.of("wells", wells.size()))));
  }

  /**
   * Lets nobody else state or book anything in wells until the end of the transaction: a change of one well can change wells of
   * any other container.
   */
  public void hold() {
    jdbc.sql("select pg_advisory_xact_lock(hashtextextended('tracking.wells', 0))").query((row, n) -> n).list();
  }

  /** Books what a worklist is to move, in the given order. */
  public void book(UUID worklistId, List<Booking.Planned> planned, String actor) {
    jdbc.sql("""
        with booked as (
          insert into tracking.well_bookings (worklist_id, number, source_container, source_well, target_container, target_well,
                                              planned_ul, volume_ul, components, state)
          select :worklist, b.number, b.source, b.source_well, b.target, b.target_well, b.volume, b.volume, b.components::jsonb, 'planned'
            from unnest(:numbers::int[], :sources::bigint[], :source_wells::text[], :targets::bigint[], :target_wells::text[],
                        :volumes::numeric[], :components::text[])
                 as b (number, source, source_well, target, target_well, volume, components)
           order by b.number)
        insert into tracking.well_booking_changes (worklist_id, state, changed_at, actor) values (:worklist, 'planned', :now, :actor)""")
        .param("worklist", worklistId).param("numbers", planned.stream().map(Booking.Planned::number).toArray(Integer[]::new))
        .param("sources", planned.stream().map(it -> it.source().containerId()).toArray(Long[]::new))
        .param("source_wells", each(planned, it -> it.source().address().toString()))
        .param("targets", planned.stream().map(it -> it.target().containerId()).toArray(Long[]::new))
        .param("target_wells", each(planned, it -> it.target().address().toString()))
        .param("volumes", each(planned, it -> it.volume().microlitres().toPlainString()))
        .param("components", texts(planned, Booking.Planned::components))
        .param("now", OffsetDateTime.now(clock)).param("actor", actor).update();
  }

  /** Says of the planned bookings of a worklist that they are released. */
  public void release(UUID worklistId, String actor) {
    jdbc.sql("""
        with changed as (
          update tracking.well_bookings set state = 'released' where worklist_id = :worklist and state = 'planned' returning act)
        insert into tracking.well_booking_changes (worklist_id, state, changed_at, actor)
        select :worklist, 'released', :now, :actor where exists (select from changed)""")
        .param("worklist", worklistId).param("now", OffsetDateTime.now(clock)).param("actor", actor).update();
  }

  /** Changes bookings of a worklist. */
  public void change(UUID worklistId, List<Booking.Change> changes, String actor) {
    jdbc.sql("""
        with changed as (
          update tracking.well_bookings b
             set state = c.state, volume_ul = case when c.state = 'taken_back' then 0 else coalesce(c.volume, b.planned_ul) end
            from unnest(:numbers::int[], :states::text[], :volumes::numeric[]) as c (number, state, volume)
           where b.worklist_id = :worklist and b.number = c.number
          returning b.act, b.state, b.volume_ul)
        insert into tracking.well_booking_changes (act, state, volume_ul, changed_at, actor)
        select act, state, volume_ul, :now, :actor from changed order by act""")
        .param("worklist", worklistId).param("numbers", changes.stream().map(Booking.Change::number).toArray(Integer[]::new))
        .param("states", each(changes, it -> it.state().text()))
        .param("volumes", each(changes, it -> it.volume() == null ? null : it.volume().microlitres().toPlainString()))
        .param("now", OffsetDateTime.now(clock)).param("actor", actor).update();
  }

  /** Deletes the bookings of a worklist that never left the engine. */
  public void forget(UUID worklistId) {
    jdbc.sql("delete from tracking.well_bookings where worklist_id = :worklist").param("worklist", worklistId).update();
    jdbc.sql("delete from tracking.well_booking_changes where worklist_id = :worklist").param("worklist", worklistId).update();
  }

  /** The bookings of a worklist, by number. */
  public List<Booking> bookings(UUID worklistId) {
    return jdbc.sql(BOOKING + "where worklist_id = :worklist order by number").param("worklist", worklistId)
        .query(booking()).list();
  }

  /** What was stated to be in some wells. */
  public List<Statement> statements(Collection<Well> wells) {
    Function<String, List<Component>> liquids = liquids();
    return jdbc.sql("""
        select act, container_id, well, volume_ul, components::text as components from tracking.well_statements
         where (container_id, well) in (select * from unnest(:containers::bigint[], :wells::text[])) order by act""")
        .param("containers", containers(wells)).param("wells", addresses(wells))
        .query((row, n) -> new Statement(row.getLong("act"), new Well(row.getLong("container_id"), address(row.getString("well"))),
            contents(row, liquids))).list();
  }

  /** The bookings that draw from some wells or fill them, in order. */
  public List<Booking> bookings(Collection<Well> wells) {
    return jdbc.sql("with w (container, well) as (select * from unnest(:containers::bigint[], :wells::text[])) " + BOOKING + """
         where act in (select b.act from tracking.well_bookings b join w on (b.source_container, b.source_well) = (w.container, w.well)
                       union
                       select b.act from tracking.well_bookings b join w on (b.target_container, b.target_well) = (w.container, w.well))
         order by act""").param("containers", containers(wells)).param("wells", addresses(wells)).query(booking()).list();
  }

  /** Says what the liquids of bookings consist of, by act; null where nobody knows. */
  public void setComponents(Map<Long, @Nullable List<Component>> liquids) {
    List<Long> acts = List.copyOf(liquids.keySet());
    jdbc.sql("""
        update tracking.well_bookings b set components = l.components::jsonb
          from unnest(:acts::bigint[], :components::text[]) as l (act, components) where b.act = l.act""")
        .param("acts", acts.toArray(Long[]::new)).param("components", texts(acts, liquids::get)).update();
  }

  /** Says what is in wells now; in those of null nobody knows. */
  public void setContents(Map<Well, @Nullable WellContents> contents) {
    List<Well> unknown = contents.keySet().stream().filter(well -> contents.get(well) == null).toList();
    jdbc.sql("delete from tracking.wells where (container_id, well) in (select * from unnest(:containers::bigint[], :wells::text[]))")
        .param("containers", containers(unknown)).param("wells", addresses(unknown)).update();
    List<Well> known = contents.keySet().stream().filter(well -> contents.get(well) != null).toList();
    List<WellContents> told = known.stream().map(contents::get).filter(Objects::nonNull).collect(Collectors.toList());
    jdbc.sql("""
        insert into tracking.wells (container_id, well, volume_ul, components)
        select w.container, w.well, w.volume, w.components::jsonb
          from unnest(:containers::bigint[], :wells::text[], :volumes::numeric[], :components::text[])
               as w (container, well, volume, components)
        on conflict (container_id, well) do update set volume_ul = excluded.volume_ul, components = excluded.components""")
        .param("containers", containers(known)).param("wells", addresses(known))
        .param("volumes", each(told, it -> it.volume().microlitres().toPlainString()))
        .param("components", texts(told, WellContents::components)).update();
  }

  private RowMapper<Booking> booking() {
    Function<String, List<Component>> liquids = liquids();
    return (row, n) -> booking(row, liquids);
  }

  private static Booking booking(ResultSet row, Function<String, List<Component>> liquids) throws SQLException {
    String components = row.getString("components");
    return new Booking(row.getLong("act"), row.getObject("worklist_id", UUID.class), row.getInt("number"),
        new Well(row.getLong("source_container"), address(row.getString("source_well"))),
        new Well(row.getLong("target_container"), address(row.getString("target_well"))), new Volume(row.getBigDecimal("volume_ul")),
        components == null ? null : liquids.apply(components),
        Booking.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)));
  }

  private static WellContents contents(ResultSet row, Function<String, List<Component>> liquids) throws SQLException {
    return new WellContents(new Volume(row.getBigDecimal("volume_ul")), liquids.apply(row.getString("components")));
  }

  /** Reads what wells hold; most wells of a plate hold the same, which is read once. */
  private Function<String, List<Component>> liquids() {
    var read = new HashMap<String, List<Component>>();
    return text -> read.computeIfAbsent(text, it -> List.of(json.read(it, Component[].class)));
  }

  /** What each holds, as text; null of what nobody knows. */
  private <T> String[] texts(Collection<T> all, Function<T, @Nullable List<Component>> components) {
    var written = new HashMap<List<Component>, String>();
    return each(all, it -> {
      List<Component> liquid = components.apply(it);
      return liquid == null ? null : written.computeIfAbsent(liquid, json::of);
    });
  }

  private static WellAddress address(String text) {
    return Objects.requireNonNull(WellAddress.parse(text), text);
  }

  private static Long[] containers(Collection<Well> wells) {
    return wells.stream().map(Well::containerId).toArray(Long[]::new);
  }

  private static String[] addresses(Collection<Well> wells) {
    return wells.stream().map(it -> it.address().toString()).toArray(String[]::new);
  }

  private static <T> String[] each(Collection<T> all, Function<T, @Nullable String> text) {
    return all.stream().map(text).toArray(String[]::new);
  }
}
