package io.labroute.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.labroute.execution.OutcomeDesk;
import io.labroute.execution.ReleaseDesk;
import io.labroute.execution.ReleasedWorklist;
import io.labroute.execution.TransferOutcome;
import io.labroute.execution.WorklistAnswers;
import io.labroute.execution.WorklistAnswers.Wanted;
import io.labroute.execution.WorklistState;
import io.labroute.execution.WorklistTransfer;
import io.labroute.lab.Finding;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/worklists")
@Tag(name = "Worklists")
class ReleasedWorklistsController {

  private final WorklistAnswers worklists;
  private final ReleaseDesk desk;
  private final OutcomeDesk runs;

  ReleasedWorklistsController(WorklistAnswers worklists, ReleaseDesk desk, OutcomeDesk runs) {
    this.worklists = worklists;
    this.desk = desk;
    this.runs = runs;
  }

  @GetMapping
  @Operation(summary = "Worklists that were released or wait for their turn, the newest first")
  List<ReleasedWorklist> worklists(@RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String device, @RequestParam(required = false) @Nullable String experiment,
      @RequestParam(defaultValue = "1000") int limit) {
    return worklists.find(new Wanted(state == null ? null : state(state).text(), device, experiment), limit);
  }

  @GetMapping("/{id}")
  @Operation(summary = "One worklist")
  ReleasedWorklist worklist(@PathVariable UUID id) {
    return worklists.find(id).orElseThrow(() -> new Missing("There is no such worklist.", id));
  }

  @GetMapping("/{id}/file")
  @Operation(summary = "The bytes of its file")
  ResponseEntity<byte[]> file(@PathVariable UUID id) {
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_OCTET_STREAM)
        .header(HttpHeaders.CONTENT_DISPOSITION,
            ContentDisposition.attachment().filename(worklist(id).fileName(), StandardCharsets.UTF_8).build().toString())
        .body(worklists.file(id));
  }

  @GetMapping("/{id}/manifest")
  @Operation(summary = "From what it was made and what it does")
  JsonNode manifest(@PathVariable UUID id) {
    return worklists.manifest(worklist(id).worklistId());
  }

  @GetMapping(value = "/{id}/loading-sheet", produces = "text/plain;charset=UTF-8")
  @Operation(summary = "The sheet that a person loads the deck by")
  String loadingSheet(@PathVariable UUID id) {
    return worklists.loadingSheet(worklist(id).worklistId());
  }

  @GetMapping("/{id}/transfers")
  @Operation(summary = "Its transfers, part by part, and what became of them; volumes in microlitres")
  List<WorklistTransfer> transfers(@PathVariable UUID id, @RequestParam(required = false) @Nullable String outcome) {
    TransferOutcome wanted = outcome == null ? null : outcome(outcome);
    return worklists.transfers(worklist(id).worklistId()).stream().filter(it -> wanted == null || it.outcome() == wanted).toList();
  }

  @GetMapping("/{id}/history")
  @Operation(summary = "The states that it had, who said so and why")
  List<WorklistAnswers.StateChange> history(@PathVariable UUID id) {
    return worklists.history(worklist(id).worklistId());
  }

  /** Why something is done. */
  record Reason(@Nullable String reason) {}

  @PostMapping("/{id}/withdraw")
  @Operation(summary = "Take it back, as long as no device has it; what it would have moved is booked back")
  ReleasedWorklist withdraw(@PathVariable UUID id, @RequestBody Reason reason) {
    return desk.withdraw(worklist(id).worklistId(), Caller.NAME, reason.reason() == null ? "" : reason.reason());
  }

  /** What a person says of a worklist. */
  record Acknowledgement(@Nullable String state, @Nullable String reason) {}

  @PostMapping("/{id}/acknowledge")
  @Operation(summary = "Say what became of it: picked_up, started, finished or failed")
  ReleasedWorklist acknowledge(@PathVariable UUID id, @RequestBody Acknowledgement said) {
    return runs.acknowledge(worklist(id).worklistId(), state(said.state()), Caller.NAME, said.reason());
  }

  @GetMapping("/{id}/remainder")
  @Operation(summary = "Its transfers by what became of them, once the run has ended")
  OutcomeDesk.Remainder remainder(@PathVariable UUID id) {
    return runs.remainder(worklist(id).worklistId());
  }

  @PostMapping("/{id}/remainder")
  @Operation(summary = "Release a worklist of its undone transfers; refused while nobody knows of some")
  ReleasedWorklist releaseRemainder(@PathVariable UUID id) {
    return runs.releaseRemainder(worklist(id).worklistId(), Caller.NAME);
  }

  /** What a person decides of transfers. */
  record Decision(@Nullable String outcome) {}

  @PostMapping("/{id}/transfers/{number}/decide")
  @Operation(summary = "Decide a transfer of which nobody knows: done or undone")
  ReleasedWorklist decide(@PathVariable UUID id, @PathVariable int number, @RequestBody Decision decision) {
    return runs.decide(worklist(id).worklistId(), List.of(number), outcome(decision.outcome()), Caller.NAME);
  }

  @PostMapping("/{id}/transfers/decide")
  @Operation(summary = "Decide all transfers of which nobody knows")
  ReleasedWorklist decideAll(@PathVariable UUID id, @RequestBody Decision decision) {
    return runs.decide(worklist(id).worklistId(), List.of(), outcome(decision.outcome()), Caller.NAME);
  }

  private static WorklistState state(@Nullable String text) {
    return choice(WorklistState.class, text);
  }

  private static TransferOutcome outcome(@Nullable String text) {
    return choice(TransferOutcome.class, text);
  }

  static <E extends Enum<E>> E choice(Class<E> type, @Nullable String text) {
    return Arrays.stream(type.getEnumConstants()).filter(it -> it.name().toLowerCase(Locale.ROOT).equals(text)).findFirst()
        .orElseThrow(() -> Finding.of("web.choice", "There is no such choice.").value(text)
            .allowed(Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT)).refusal());
  }
}
