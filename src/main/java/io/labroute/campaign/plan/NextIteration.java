package io.labroute.campaign.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.labroute.campaign.plan.PlanRunRepository.LastIteration;
import io.labroute.ingest.format.Fields;
import io.labroute.ingest.format.JsonTree;
import io.labroute.ingest.format.TreeAsJson;
import io.labroute.ingest.format.TreeNode;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.ingest.format.TreeNode.Mapping.Entry;
import io.labroute.ingest.format.TreeNode.Scalar;
import io.labroute.ingest.format.TreeNode.Sequence;
import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import io.labroute.lab.Refusal;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Continues a campaign with other proposals: {@code iteration: {campaign: DR-1, number: 2, proposals: [...]}}. All else is as in the
 * current revision of its plan, on fresh plates.
 */
@Component
public class NextIteration {

  private static final Set<String> WORDS = Set.of("campaign", "number", "proposals");
  private static final int MOST = 10_000;

  private final PlanReading reading;
  private final PlanRepository plans;
  private final PlanRunRepository found;
  private final Runs runs;

  NextIteration(PlanReading reading, PlanRepository plans, PlanRunRepository found, Runs runs) {
    this.reading = reading;
    this.plans = plans;
    this.found = found;
    this.runs = runs;
  }

  /** Begins it, once for the same words; whether anything has changed. With faults, nothing has. */
  boolean begin(Fields said, long fileId, String actor, Consumer<Finding> faults, Consumer<Finding> warnings) {
    Fields fields = Fields.of(said.node(), WORDS);
    String campaign = fields.text("campaign");
    String asked = TreeAsJson.readable(said.node()).toString();
    plans.lock(campaign);
    if (found.wasAsked(campaign, asked)) {
      return false;
    }
    int revision = Fields.at(fields.required("campaign"), () -> currentRevision(campaign));
    CampaignPlan before = plans.find(campaign, revision).orElseThrow();
    Optional<LastIteration> last = found.lastIteration(campaign);
    int number = last.map(LastIteration::next).orElse(1);
    Fields.at(said.node(), () -> {
      requireOpen(before, number, last);
      return number;
    });
    requireNext(fields, number);
    var heard = new boolean[1];
    CampaignPlan plan = reading.read(continued(before, numbered(fields.items("proposals"), number)), fault -> {
      heard[0] = true;
      faults.accept(fault);
    }, warnings);
    if (heard[0]) {
      return false;
    }
    plans.store(plan, revision, fileId);
    runs.begin(new Runs.Wanted(campaign, null, Map.of(), null, asked), fileId, actor);
    return true;
  }

  /**
   * Whether an iteration with these proposals could be begun now, and what stands against it.
   *
   * @param proposals as their file would have them
   */
  @Transactional
  public Optional<Finding> refused(String campaign, ArrayNode proposals) {
    var fault = new AtomicReference<Finding>();
    try {
      CampaignPlan before = plans.find(campaign, currentRevision(campaign)).orElseThrow();
      Optional<LastIteration> last = found.lastIteration(campaign);
      int number = last.map(LastIteration::next).orElse(1);
      requireOpen(before, number, Optional.empty());
      List<TreeNode> nodes = ((Sequence) JsonTree.parse(new StringReader(proposals.toString()))).items();
      reading.read(continued(before, numbered(nodes, number)), it -> fault.compareAndSet(null, it), warning -> { });
    } catch (Refusal refusal) {
      fault.set(refusal.finding());
    }
    return Optional.ofNullable(fault.get());
  }

  private int currentRevision(String campaign) {
    return plans.currentRevision(campaign).orElseThrow(() -> Finding.of("campaign.unknown", "There is no plan of this campaign.")
        .value(campaign).maybe("the id is misspelled, or its plan was not dropped yet.").refusal());
  }

  private void requireOpen(CampaignPlan plan, int number, Optional<LastIteration> last) {
    found.over(plan.campaignId()).ifPresent(why -> {
      throw Finding.of("iteration.campaign-over", "The campaign is over: %s".formatted(why)).value(plan.campaignId())
          .maybe("it is to go on all the same: reopen it on its page.").refusal();
    });
    if (plan.content().get("proposals") == null) {
      throw Finding.of("iteration.no-proposals", "The plan of the campaign has no proposals that others could follow.")
          .value(plan.campaignId()).maybe("another run of it is meant: drop a run file.").refusal();
    }
    IterationRule rule = IterationRule.of(root(plan.content()));
    if (rule.atMost() != null && number > rule.atMost()) {
      throw Finding.of("iteration.at-most", "The campaign has had all its iterations.").value("iteration " + number)
          .allowed("at most " + rule.atMost())
          .maybe("change at_most in its plan and drop that, with the proposals that shall follow.").refusal();
    }
    last.filter(it -> rule.oneAtATime() && it.run() != null && !it.untouched()).flatMap(it -> found.find(it.run()))
        .filter(run -> !run.isOver()).ifPresent(run -> {
          throw Finding.of("iteration.not-over", "The run of the iteration before is not over, and the plan wants one at a time.")
              .value("%s: %s".formatted(run.experimentId(), run.status())).maybe("drop the file again when the run is over.").refusal();
        });
  }

  private static void requireNext(Fields fields, int next) {
    int number = fields.number("number", next, 1, MOST);
    if (number != next) {
      throw Finding.of("iteration.not-next", "This is not the number of the next iteration.").at(fields.required("number").place())
          .value(String.valueOf(number)).allowed(String.valueOf(next))
          .maybe(number < next ? "somebody else was faster: look at the results of all iterations first."
              : "an iteration was not dropped yet.").refusal();
    }
  }

  /** Proposals without id are numbered as a loop numbers them: {@code prop_1_0} is the first of the second iteration. */
  private static Sequence numbered(List<TreeNode> proposals, int number) {
    if (proposals.isEmpty()) {
      throw Finding.of("proposal.none", "The iteration has no proposal.").refusal();
    }
    var all = new ArrayList<TreeNode>();
    for (TreeNode proposal : proposals) {
      Mapping map = Fields.of(proposal).node();
      if (map.get("id").isEmpty()) {
        var entries = new ArrayList<>(map.entries());
        entries.add(new Entry("id", new Scalar(map.place(), "prop_%d_%d".formatted(number - 1, all.size()), false)));
        map = new Mapping(map.place(), List.copyOf(entries));
      }
      all.add(map);
    }
    return new Sequence(all.get(0).place(), List.copyOf(all));
  }

  private static Mapping continued(CampaignPlan before, Sequence proposals) {
    Mapping root = root(before.content());
    return new Mapping(root.place(), root.entries().stream()
        .map(entry -> entry.key().equals("proposals") ? new Entry("proposals", proposals) : entry).toList());
  }

  private static Mapping root(ObjectNode content) {
    return (Mapping) withoutLines(JsonTree.parse(new StringReader(content.toString())));
  }

  /** Lines of the plan that is continued are none of the file that continues it: only pointers remain. */
  private static TreeNode withoutLines(TreeNode node) {
    var place = new Place(null, null, null, node.pointer(), null);
    if (node instanceof Mapping map) {
      return new Mapping(place, map.entries().stream().map(entry -> new Entry(entry.key(), withoutLines(entry.value()))).toList());
    }
    if (node instanceof Sequence list) {
      return new Sequence(place, list.items().stream().map(NextIteration::withoutLines).toList());
    }
    var scalar = (Scalar) node;
    return new Scalar(place, scalar.text(), scalar.plain());
  }
}
