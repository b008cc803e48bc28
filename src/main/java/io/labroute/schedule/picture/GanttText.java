package io.labroute.schedule.picture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.Locale;

/** A picture as text: JSON for programs, SVG for browsers and paper. */
public final class GanttText {

  private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final int LABEL = 150;
  private static final int WIDTH = 1400;
  private static final int ROW = 18;
  private static final int TOP = 30;
  private static final int LINES = 8;

  private GanttText() {}

  /** The picture with all its names and ticks. */
  public static String json(Gantt gantt) {
    try {
      return JSON.writeValueAsString(gantt);
    } catch (JsonProcessingException recordsCanBeWritten) {
      throw new IllegalStateException(recordsCanBeWritten);
    }
  }

  /**
   * The picture: a row a unit or slot, a colour a labware, pale where labware only lies there, dark borders around what has started,
   * dashed ones around guessed durations, grey where closed. Each bar tells its name and ticks when pointed at.
   */
  public static String svg(Gantt gantt) {
    int height = TOP + ROW * gantt.rows().size() + 10;
    double scale = (WIDTH - LABEL - 20) / (double) Math.max(1, gantt.length());
    var svg = new StringBuilder();
    svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"11\">%n"
        .formatted(WIDTH, height)).append("<title>").append(escaped(gantt.name())).append("</title>\n");
    for (int line = 0; line <= LINES; line++) {
      long tick = gantt.length() * line / LINES;
      svg.append(text("<line x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$d\" y2=\"%3$d\" stroke=\"#ddd\"/>"
          + "<text x=\"%1$.1f\" y=\"18\" text-anchor=\"middle\">%4$s</text>%n", LABEL + tick * scale, TOP - 6, height,
              time(gantt, tick)));
    }
    for (int r = 0; r < gantt.rows().size(); r++) {
      row(svg, gantt.rows().get(r), TOP + r * ROW, scale);
    }
    return svg.append("</svg>\n").toString();
  }

  private static void row(StringBuilder svg, Gantt.Row row, int y, double scale) {
    svg.append(text("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n", LABEL - 6, y + 12, escaped(row.label())));
    row.closed().forEach(shut -> svg.append(text("<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#bbb\"><title>%s</title></rect>%n",
        LABEL + shut.from() * scale, y, (shut.to() - shut.from()) * scale, ROW - 2, escaped(shut.reason()))));
    for (Gantt.Bar bar : row.bars()) {
      String colour = "hsl(%d,60%%,60%%)".formatted(Math.floorMod(bar.labware().hashCode() * 137L, 360L));
      String border = bar.frozen() ? " stroke=\"#000\"" : bar.guessed() ? " stroke=\"#a00\" stroke-dasharray=\"2\"" : "";
      svg.append(text("<g><title>%s: %d to %d</title>", escaped(bar.step()), bar.start(), bar.end()));
      if (bar.from() < bar.start() || bar.end() < bar.until()) {
        svg.append(text("<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\" opacity=\"0.35\"/>",
            LABEL + bar.from() * scale, y, (bar.until() - bar.from()) * scale, ROW - 3, colour));
      }
      svg.append(text("<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"%s/></g>%n",
          LABEL + bar.start() * scale, y, (bar.end() - bar.start()) * scale, ROW - 3, colour, border));
    }
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private static String time(Gantt gantt, long tick) {
    long seconds = tick * gantt.tickMillis() / 1000;
    return text("%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
  }
}
