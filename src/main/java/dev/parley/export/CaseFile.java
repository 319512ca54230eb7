package dev.parley.export;

import dev.parley.journal.Journal;
import dev.parley.session.Snapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A case for a vendor's support: one zip file with the session, the report as a page and as text, the time line, the analysis, the byte
 * flow drawn, the capture, and a
 * {@code manifest.json} that names each with its size and SHA-256. One redaction holds for all of them: the same value has the same
 * pseudonym in each.
 */
final class CaseFile {
    private static final JsonMapper JSON = JsonMapper.shared();

    private CaseFile() {}

    static void write(Snapshot snapshot, Journal journal, ExportOptions options, OutputStream out) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("session.parley", export(ExportFormat.PARLEY, snapshot, journal, options));
        files.put("report.html", export(ExportFormat.HTML, snapshot, journal, options));
        files.put("report.txt", export(ExportFormat.TEXT, snapshot, journal, options));
        files.put("timeline.csv", export(ExportFormat.CSV, snapshot, journal, options));
        files.put("timeline.jsonl", export(ExportFormat.JSONL, snapshot, journal, options));
        files.put(
                "analysis.json",
                AnalysisJson.of(options.source(), snapshot, options.redaction(), Optional.empty())
                        .getBytes(StandardCharsets.UTF_8));
        files.put("flow.svg", export(ExportFormat.SVG, snapshot, journal, options));
        files.put("session.pcapng", export(ExportFormat.PCAPNG, snapshot, journal, options));
        ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        put(zip, snapshot, "manifest.json", manifest(files, snapshot, options));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            put(zip, snapshot, file.getKey(), file.getValue());
        }
        zip.finish();
    }

    private static byte[] export(ExportFormat format, Snapshot snapshot, Journal journal, ExportOptions options)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Exports.write(format, snapshot, journal, bytes, options);
        return bytes.toByteArray();
    }

    private static byte[] manifest(Map<String, byte[]> files, Snapshot snapshot, ExportOptions options) {
        ObjectNode manifest = JSON.createObjectNode();
        manifest.put("case", options.source());
        manifest.put("program", snapshot.header().program());
        manifest.put("started", snapshot.header().started().toString());
        manifest.put("redacted", options.redaction().isOn());
        ArrayNode list = manifest.putArray("files");
        files.forEach((name, bytes) -> {
            ObjectNode file = list.addObject();
            file.put("name", name);
            file.put("bytes", bytes.length);
            file.put("sha256", sha256(bytes));
        });
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest);
    }

    private static void put(ZipOutputStream zip, Snapshot snapshot, String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(snapshot.header().started().toEpochMilli());
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
