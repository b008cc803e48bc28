package io.labroute.web;

import io.labroute.routing.LiveRoutes;
import io.labroute.routing.RouteOverview;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The pages of route files: all of them, live, and one with its revisions. */
@Controller
class RoutePages {

  private final LiveRoutes live;
  private final RouteOverview overview;

  RoutePages(LiveRoutes live, RouteOverview overview) {
    this.live = live;
    this.overview = overview;
  }

  @GetMapping("/routes")
  String all(Model model) {
    fill(model);
    return "routes";
  }

  /** The part that changes, fetched every second or so. */
  @GetMapping("/routes/now")
  String now(Model model) {
    fill(model);
    return "routes :: now";
  }

  private void fill(Model model) {
    model.addAttribute("files", live.files());
    model.addAttribute("revisions", overview.revisions());
    model.addAttribute("routes", overview.routes().stream().collect(Collectors.groupingBy(RouteOverview.RouteState::file)));
  }

  @GetMapping("/routes/one")
  String one(@RequestParam String file, Model model) {
    var revisions = live.revisions(file);
    if (revisions.isEmpty()) {
      throw new Missing("There is no such route file.", file);
    }
    model.addAttribute("file", file);
    model.addAttribute("revisions", revisions);
    return "route-file";
  }
}
