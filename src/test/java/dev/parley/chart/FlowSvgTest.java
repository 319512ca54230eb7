package dev.parley.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.at.Exchange;
import dev.parley.flow.FlowLayer;
import dev.parley.flow.FlowLog;
import dev.parley.flow.FlowMark;
import dev.parley.journal.Direction;
import dev.parley.ui.PlayedSession;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

@DisplayName("The byte flow as SVG")
class FlowSvgTest {
    private static Document read(String svg) throws Exception {
        return DocumentBuilderFactory.newNSInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    @DisplayName("is a well-formed drawing with the states, the counters and the close")
    void showsTheSession() throws Exception {
        Document drawing = read(FlowSvg.of(PlayedSession.refused().snapshot()));

        assertThat(drawing.getDocumentElement().getNamespaceURI()).isEqualTo("http://www.w3.org/2000/svg");
        assertThat(drawing.getDocumentElement().getTextContent())
                .contains("bring-up", "link up", "link down", "socket up", "bytes/s", "closed by peer");
        assertThat(drawing.getElementsByTagName("script").getLength()).isZero();
    }

    @Test
    @DisplayName("has all its strokes inside the picture")
    void staysInside() throws Exception {
        NodeList lines = read(FlowSvg.of(PlayedSession.healthy().snapshot())).getElementsByTagName("polyline");

        assertThat(lines.getLength()).isGreaterThan(10);
        for (int i = 0; i < lines.getLength(); i++) {
            for (String point : lines.item(i)
                    .getAttributes()
                    .getNamedItem("points")
                    .getNodeValue()
                    .split(" ", -1)) {
                assertThat(Double.parseDouble(point.split(",", -1)[0])).isBetween(0.0, 1280.0);
                assertThat(Double.parseDouble(point.split(",", -1)[1])).isBetween(0.0, FlowSvg.HIGH);
            }
        }
    }

    @Test
    @DisplayName("of a session without a byte is an empty picture")
    void empty() throws Exception {
        assertThat(read(FlowSvg.of(PlayedSession.empty().snapshot()))
                        .getDocumentElement()
                        .getTagName())
                .isEqualTo("svg");
    }

    @Test
    @DisplayName("tells what the mark under the pointer is of")
    void markUnderThePointer() throws Exception {
        List<Exchange> exchanges = PlayedSession.refused().view().exchanges();
        long certificate = exchanges.stream()
                .filter(exchange -> exchange.text().equals("AT+QISEND=0,877"))
                .mapToLong(Exchange::number)
                .findFirst()
                .orElseThrow();
        long send = 1_000_000_000;
        FlowLog log = new FlowLog();
        log.bytes(FlowLayer.LINK, Direction.TX, send, 16);
        log.mark(FlowMark.SEND, send, certificate);
        FlowPicture picture =
                new FlowPicture(log.picture(), List.of(), Optional.empty(), List.of(), 2 * send, 11_520, exchanges);
        Viewport near = Viewport.of(Math.max(0, send - 2_000_000), send + 2_000_000);
        FlowView there = new FlowView(near, Set.of(FlowLayer.values()), false, send, -1, -1, -1, List.of());
        FlowView beside =
                new FlowView(near, Set.of(FlowLayer.values()), false, send - 1_500_000, -1, -1, -1, List.of());

        assertThat(read(FlowSvg.of(picture, there, 1280, FlowSvg.HIGH))
                        .getDocumentElement()
                        .getTextContent())
                .contains("AT+QISEND=0,877");
        assertThat(read(FlowSvg.of(picture, beside, 1280, FlowSvg.HIGH))
                        .getDocumentElement()
                        .getTextContent())
                .doesNotContain("AT+QISEND=0,877");
    }
}
