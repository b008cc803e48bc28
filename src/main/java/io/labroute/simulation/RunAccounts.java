package io.labroute.simulation;

import io.labroute.execution.ReleasedWorklist;
import io.labroute.execution.WorklistAnswers;
import io.labroute.execution.WorklistTransfer;
import io.labroute.execution.device.DeviceProfile;
import io.labroute.platform.LabNature;
import io.labroute.worklist.WorklistPlan;
import io.labroute.worklist.table.ReportProfile;
import io.labroute.worklist.table.TableProfiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * What simulated liquid handlers write about their runs: the transfer report of an Echo, or the first table that
 * {@code lab/table-profiles.yaml} describes under {@code reports}. Of an aborted run the first transfers were done, the rest not.
 */
@Component
@Profile(LabNature.PROFILE)
class RunAccounts {

  private static final BigDecimal NANOLITRES = BigDecimal.valueOf(1_000);

  private final WorklistAnswers worklists;
  private final Conduct conduct;

  RunAccounts(WorklistAnswers worklists, Conduct conduct) {
    this.worklists = worklists;
    this.conduct = conduct;
  }

  /** How many of its first transfers were done in an aborted run: at least one is left. */
  int doneBeforeAbort(ReleasedWorklist worklist) {
    return (int) (conduct.chance().share(worklist.worklistId().toString(), "done before abort") * worklist.transfers().all());
  }

  /** The report of a run. */
  String text(DeviceProfile profile, ReleasedWorklist worklist, boolean aborted) {
    int done = aborted ? doneBeforeAbort(worklist) : worklist.transfers().all();
    List<WorklistTransfer> transfers = worklists.transfers(worklist.worklistId());
    return profile.target() instanceof WorklistPlan.Echo ? echo(transfers, done) : table(transfers, done);
  }

  private static String echo(List<WorklistTransfer> transfers, int done) {
    var rows = new ArrayList<List<String>>();
    List<String> header = List.of("Source Plate Name", "Source Well", "Destination Plate Name", "Destination Well", "Transfer Volume",
        "Actual Volume", "Transfer Status");
    rows.add(List.of("[EXCEPTIONS]"));
    rows.add(header);
    transfers.subList(done, transfers.size()).forEach(it -> rows.add(echo(it, "0", "simulated abort")));
    rows.add(List.of(""));
    rows.add(List.of("[DETAILS]"));
    rows.add(header);
    transfers.subList(0, done).forEach(it -> rows.add(echo(it, nanolitres(it), "")));
    return CsvText.of(',', rows);
  }

  private static List<String> echo(WorklistTransfer it, String actual, String status) {
    return List.of(it.source(), it.sourceWell(), it.target(), it.targetWell(), nanolitres(it), actual, status);
  }

  private static String nanolitres(WorklistTransfer it) {
    return it.written().multiply(NANOLITRES).stripTrailingZeros().toPlainString();
  }

  private static String table(List<WorklistTransfer> transfers, int done) {
    ReportProfile form = form();
    var rows = new ArrayList<List<String>>();
    List<String> fields = new ArrayList<>(new TreeMap<>(form.columns()).keySet());
    rows.add(fields.stream().map(form.columns()::get).toList());
    for (int n = 0; n < transfers.size(); n++) {
      Map<String, String> cells = cells(form, transfers.get(n), n < done);
      rows.add(fields.stream().map(field -> cells.getOrDefault(field, "")).toList());
    }
    return CsvText.of(form.separator(), rows);
  }

  private static Map<String, String> cells(ReportProfile form, WorklistTransfer it, boolean done) {
    String status = (done ? form.done() : form.undone()).stream().sorted().findFirst().orElse("");
    return Map.of("source-labware", it.source(), "source-well", it.sourceWell(), "destination-labware", it.target(),
        "destination-well", it.targetWell(), "volume", volume(form, it.written()), "actual-volume",
        volume(form, done ? it.written() : BigDecimal.ZERO), "status", status);
  }

  private static String volume(ReportProfile form, BigDecimal microlitres) {
    BigDecimal amount = form.nanolitres() ? microlitres.multiply(NANOLITRES) : microlitres;
    return amount.stripTrailingZeros().toPlainString().replace('.', form.decimalSign());
  }

  private static ReportProfile form() {
    try {
      return TableProfiles.read(TableProfiles.FILE).reports().values().iterator().next();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
