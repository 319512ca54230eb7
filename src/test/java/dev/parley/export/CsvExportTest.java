package dev.parley.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A session's CSV")
class CsvExportTest {
    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+QIURC: 1", "-2", "@SUM(A1)", "\tx", "\rx"})
    @DisplayName("lets no cell begin like a formula")
    void neutralisesFormulas(String hostile) {
        assertThat(CsvExport.cell(hostile).replace("\"", "")).startsWith("'").endsWith(hostile);
    }

    @Test
    @DisplayName("quotes what RFC 4180 says must be quoted, and nothing else")
    void quotes() {
        assertThat(CsvExport.cell("plain text")).isEqualTo("plain text");
        assertThat(CsvExport.cell("a,b")).isEqualTo("\"a,b\"");
        assertThat(CsvExport.cell("say \"hi\"")).isEqualTo("\"say \"\"hi\"\"\"");
        assertThat(CsvExport.cell("two\nlines")).isEqualTo("\"two\nlines\"");
        assertThat(CsvExport.cell("")).isEmpty();
    }

    @Test
    @DisplayName("has a header and one row an event, in time order, each with all columns")
    void hasRows() throws Exception {
        StringBuilder out = new StringBuilder();
        CsvExport.write(
                SampleSession.refused("").snapshot(), ExportOptions.of("").withRedaction(Redaction.off()), out);

        List<String> lines = List.of(out.toString().split("\r\n", -1));
        assertThat(lines.getFirst()).isEqualTo("time_s,layer,direction,socket,event,detail,result,bytes,took_s");
        assertThat(lines.getLast()).as("after the last CR LF").isEmpty();
        assertThat(lines)
                .contains("0.014734,at,tx,,AT+CGSN,866425031234567,OK,,0.007038")
                .anyMatch(line -> line.contains(",tls,tx,0,Certificate,,,877,"))
                .anyMatch(line -> line.contains(",socket,,0,closed,"))
                .anyMatch(line -> line.contains("doctor,,,certificate-refused,"));
        assertThat(lines.subList(1, lines.size() - 1))
                .allSatisfy(line -> assertThat(
                                line.replaceAll("\"(?:[^\"]|\"\")*\"", "q").split(",", -1))
                        .as(line)
                        .hasSize(9));
    }
}
