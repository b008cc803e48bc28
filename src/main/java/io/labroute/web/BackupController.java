package io.labroute.web;

import io.labroute.audit.AuditEntry;
import io.labroute.audit.AuditRepository;
import io.labroute.platform.backup.Backup;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/backup")
@Tag(name = "Backup", description = "All rows and originals as one archive")
class BackupController {

  private final Backup backup;
  private final AuditRepository audit;

  BackupController(Backup backup, AuditRepository audit) {
    this.backup = backup;
    this.audit = audit;
  }

  /** Written as it is made; if it breaks off, the answer has no end, and the archive no manifest. */
  @GetMapping
  @Operation(summary = "Make an archive and download it", description = "Restore it with: java -jar target/labroute.jar restore FILE")
  void backup(HttpServletResponse answer) throws IOException {
    audit.add(AuditEntry.of(Caller.NAME, "asked for a backup", "engine"));
    answer.setContentType("application/zip");
    answer.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"labroute.zip\"");
    var manifest = backup.write(answer.getOutputStream());
    audit.add(AuditEntry.of(Caller.NAME, "backed up", manifest.rows() + " rows"));
  }
}
