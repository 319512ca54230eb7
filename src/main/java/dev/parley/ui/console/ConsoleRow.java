package dev.parley.ui.console;

import dev.parley.at.Exchange;
import dev.parley.at.ResultCode;
import dev.parley.flow.Figures;
import dev.parley.journal.Direction;
import dev.parley.ui.shared.Carriage;
import dev.parley.ui.shared.Layer;
import dev.parley.ui.shared.Mark;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a row of the console says.
 *
 * @param result the answer's information line, shortened; empty for none
 * @param carried the payload, folded: how many bytes and what they are; empty for none
 */
record ConsoleRow(
        Layer layer, String took, Mark mark, String word, String text, String result, String carried, String meaning) {
    private static final Pattern OPEN = Pattern.compile("AT\\+QIOPEN=\\d+,(\\d+)");
    private static final Pattern ABOUT =
            Pattern.compile("(?:AT\\+(?:QICLOSE|QISEND|QISENDEX|QIRD|QISWTMD)=|AT\\+QISTATE=1,|\\+QIOPEN: |\\+QIURC:"
                    + " \"(?:RECV|CLOSED)\",)(\\d+)");

    static ConsoleRow of(Exchange exchange, List<Carriage.Item> items, Function<Exchange, String> dictionary) {
        return new ConsoleRow(
                layer(exchange, items),
                exchange.kind() == Exchange.Kind.COMMAND && !exchange.isOpen()
                        ? Figures.span(exchange.endNanos() - exchange.startNanos())
                        : "",
                mark(exchange),
                word(exchange),
                exchange.text(),
                answer(exchange),
                carried(exchange, items),
                dictionary.apply(exchange));
    }

    /** The highest layer that the exchange served. */
    static Layer layer(Exchange exchange, List<Carriage.Item> items) {
        Layer highest =
                items.stream().map(Carriage.Item::layer).max(Layer::compareTo).orElse(Layer.AT);
        if (highest != Layer.AT) {
            return highest;
        }
        String text = exchange.text().toUpperCase(Locale.ROOT);
        boolean socket = text.startsWith("AT+QIOPEN")
                || text.startsWith("AT+QICLOSE")
                || text.startsWith("AT+QISEND")
                || text.startsWith("AT+QIRD")
                || text.startsWith("AT+QISTATE")
                || text.startsWith("AT+QIGETERROR")
                || text.startsWith("+QIOPEN")
                || text.startsWith("+QIURC");
        return socket ? Layer.SOCKET : Layer.AT;
    }

    private static Mark mark(Exchange exchange) {
        return switch (exchange.kind()) {
            case URC -> isBadNews(exchange.text()) ? Mark.WARNING : Mark.NOTICE;
            case NOISE -> Mark.WARNING;
            case COMMAND ->
                exchange.result()
                        .map(result -> result.succeeded() ? Mark.DONE : Mark.FAILED)
                        .orElse(Mark.RUNNING);
        };
    }

    private static boolean isBadNews(String urc) {
        return urc.startsWith("+QIURC: \"closed\"") || urc.startsWith("+QIURC: \"pdpdeact\"") || urc.equals("RDY");
    }

    private static String word(Exchange exchange) {
        return switch (exchange.kind()) {
            case URC -> "URC";
            case NOISE -> "noise";
            case COMMAND ->
                exchange.result()
                        .map(result ->
                                result == ResultCode.OK || exchange.resultText().isEmpty()
                                        ? result.name().replace('_', ' ')
                                        : withoutPlus(exchange.resultText()))
                        .orElse("waits");
        };
    }

    private static String withoutPlus(String text) {
        return text.startsWith("+") ? text.substring(1) : text;
    }

    private static String answer(Exchange exchange) {
        return exchange.lines().stream()
                .filter(line -> line.role() == Exchange.Role.INFORMATION)
                .map(Exchange.Line::text)
                .collect(Collectors.joining("  "));
    }

    private static String carried(Exchange exchange, List<Carriage.Item> items) {
        int bytes = exchange.payloadBytes();
        if (bytes == 0) {
            return "";
        }
        List<Carriage.Item> shown = items.stream()
                .filter(item ->
                        items.stream().noneMatch(other -> other.layer() == Layer.MQTT) || item.layer() == Layer.MQTT)
                .toList();
        String what = shown.isEmpty()
                ? ""
                : shown.getFirst().layer().word() + " "
                        + shown.stream().limit(3).map(Carriage.Item::title).collect(Collectors.joining(", "));
        String more = shown.size() > 3 ? " and " + (shown.size() - 3) + " more" : "";
        return Figures.bytesInWords(bytes) + (what.isEmpty() ? "" : ": " + what + more + who(exchange, shown));
    }

    /** Which side said what was carried. */
    private static String who(Exchange exchange, List<Carriage.Item> shown) {
        boolean payloadGoesUp = exchange.lines().stream()
                .anyMatch(line -> line.role() == Exchange.Role.PAYLOAD && line.direction() == Direction.TX);
        return shown.getFirst().layer() != Layer.TLS ? "" : payloadGoesUp ? ", client" : ", server";
    }

    /** Who wrote the command, where it was not Parley itself; empty for Parley's own and for what the modem said. */
    static String writer(Exchange exchange) {
        return switch (exchange.origin()) {
            case OPERATOR -> "you";
            case HOST -> "host";
            case PARLEY, MODEM -> "";
        };
    }

    /** True if the exchange is about the modem's socket {@code id}. */
    static boolean concerns(Exchange exchange, int id) {
        if (exchange.lines().stream().anyMatch(line -> line.socket() == id)) {
            return true;
        }
        String text = exchange.text().toUpperCase(Locale.ROOT);
        Matcher open = OPEN.matcher(text);
        if (open.lookingAt()) {
            return Integer.parseInt(open.group(1)) == id;
        }
        Matcher about = ABOUT.matcher(text);
        return about.lookingAt() && Integer.parseInt(about.group(1)) == id;
    }

    /** True if what the row says beside the wire's own text (payload, meaning, result, layer) passes. */
    boolean says(Predicate<? super CharSequence> test) {
        return test.test(carried) || test.test(meaning) || test.test(word) || test.test(layer.word());
    }
}
