package io.labroute.execution.device;

import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.worklist.WorklistPlan;
import io.labroute.worklist.WorklistPlan.Target;
import io.labroute.worklist.table.TableProfile;
import io.labroute.worklist.tecan.TecanProfile;
import io.labroute.worklist.tecan.TecanProfile.TipChange;
import io.labroute.worklist.tecan.TecanProfile.TipSystem;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a device wants its worklists, and how it shows what becomes of them.
 *
 * @param text the profile as it stands in its file
 * @param target what is written: format, tips, droplets, columns
 * @param form bytes of the text
 * @param folder where the device looks
 * @param delivery how files come into the folder
 * @param queue when the next worklist may come
 * @param acknowledgement how pick-up shows
 * @param confirmation what says which transfers were done
 */
public record DeviceProfile(String device, String text, Target target, Form form, Path folder, FileNames names, Delivery delivery,
    Queue queue, Acknowledgement.Awaited acknowledgement, Confirmation confirmation) {

  /** Line ends and encoding of a file. */
  public record Form(String lineEnd, Charset charset) {}

  /** How the name comes into the folder. */
  public enum Placing {
    /** A second name for the hidden file: refused by the file system itself where the name is taken. */
    LINK,
    /** The hidden file gets the name: for file systems without hard links; nobody else may write such names there. */
    RENAME
  }

  /** When the next worklist may be placed. */
  public enum Queue {
    /** At once. */
    TOGETHER,
    /** When the one before was picked up. */
    UNTIL_PICKED_UP,
    /** When the one before has ended. */
    UNTIL_ENDED
  }

  /** What says which transfers were done. */
  public enum Source {
    /** The end of the run: all of them, unless it failed. */
    END,
    /** The report that the device writes. */
    REPORT
  }

  /**
   * What says which transfers were done.
   *
   * @param within how long after the end of a run its report may take; null for no limit
   */
  public record Confirmation(Source by, @Nullable Duration within) {}

  /**
   * How files come into the folder.
   *
   * @param mode permissions as in {@code rw-r--r--}; null leaves them
   * @param owner null leaves it, as does
   * @param group
   * @param marker a file that must be in the folder: without it the share is not mounted
   * @param followLinks whether the folder may be reached over a symbolic link
   * @param readySuffix ending of the empty file that tells the device that the worklist is there; null for none
   * @param manifestFolder where the manifest goes; null when only the database and REST have it
   * @param sheetFolder where the loading sheet goes
   */
  public record Delivery(Placing placing, @Nullable String mode, @Nullable String owner, @Nullable String group, @Nullable String marker,
      boolean followLinks, @Nullable String readySuffix, @Nullable Path manifestFolder, @Nullable Path sheetFolder) {}

  /**
   * What is written, with other tips than the profile's.
   *
   * @param tips null for the profile's own, as is
   * @param change what follows a dispense
   * @throws Refusal {@code device-profile.no-tips} when the device's files say nothing about tips
   */
  public Target target(@Nullable TipSystem tips, @Nullable TipChange change) {
    if (tips == null && change == null) {
      return target;
    }
    if (!(target instanceof WorklistPlan.Tecan tecan)) {
      throw Finding.of("device-profile.no-tips", "The files of this device say nothing about tips.").value(device)
          .maybe("the step was written for another device: leave its tips out.").refusal();
    }
    TecanProfile it = tecan.profile();
    return new WorklistPlan.Tecan(new TecanProfile(it.dialect(), tips == null ? it.tips() : tips, change == null ? it.change() : change,
        it.tipMaximum(), it.split(), it.bySource(), it.replaceInLabels(), it.ditiIndex(), it.remark(), it.shortVolumes()));
  }

  static Target withDecimalSign(Target target, char sign) {
    TableProfile it = ((WorklistPlan.Table) target).profile();
    return new WorklistPlan.Table(new TableProfile(it.name(), it.preamble(), it.header(), it.columns(), it.separator(), sign,
        it.decimals(), it.nanolitres(), it.positions(), it.mostRows()));
  }
}
