package dev.parley.export;

import dev.parley.at.Exchange;
import dev.parley.doctor.CaseView;
import dev.parley.mqtt.MqttPacket;
import dev.parley.mqtt.MqttPacketType;
import dev.parley.socket.ModemSocket;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values of one session that identify somebody, as its AT traffic and its MQTT packets tell them.
 *
 * @param credentials user names and passwords, of APN, MQTT and others
 * @param phones phone numbers without their plus
 * @param identifiers IMEI, IMSI, ICCID
 * @param addresses IPv4 and IPv6 addresses
 * @param names endpoints and client identifiers, where they are to be hidden, too
 */
record KnownValues(
        Set<String> credentials,
        Set<String> phones,
        Set<String> identifiers,
        Set<String> addresses,
        Set<String> names) {
    static final KnownValues NONE = new KnownValues(Set.of(), Set.of(), Set.of(), Set.of(), Set.of());

    private static final Pattern CNUM = Pattern.compile("\\+CNUM:[^,]*,\"?\\+?(\\d{4,15})", Pattern.CASE_INSENSITIVE);
    private static final Pattern CLIENT = Pattern.compile("\\+QMTCONN=\\d+,\"([^\"]+)\"", Pattern.CASE_INSENSITIVE);
    private static final Pattern BROKER = Pattern.compile("\\+QMTOPEN=\\d+,\"([^\"]+)\"", Pattern.CASE_INSENSITIVE);

    /** Shorter credentials are replaced in their own command only: elsewhere they would hit common words. */
    private static final int SHORTEST_LITERAL = 4;

    private static final int SHORTEST_NUMBER = 8;

    static KnownValues of(CaseView view, boolean withNames) {
        KnownValues known =
                new KnownValues(new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
        for (Exchange exchange : view.exchanges()) {
            known.line(exchange.text(), withNames);
            exchange.lines().forEach(line -> known.line(line.text(), withNames));
        }
        view.urcs().forEach(urc -> known.line(urc.text(), withNames));
        view.packets().values().stream().flatMap(List::stream).forEach(packet -> known.packet(packet, withNames));
        if (withNames) {
            for (ModemSocket socket : view.sockets()) {
                known.name(socket.host());
                view.conversation(socket).ifPresent(tls -> known.name(tls.sni()));
            }
        }
        return known;
    }

    /** Every value with the kind of its pseudonym, the longest first, so that none is found inside another. */
    Map<String, String> all() {
        Map<String, String> kinds = new TreeMap<>();
        addresses.forEach(value -> kinds.put(value, "ip"));
        names.forEach(value -> kinds.put(value, "name"));
        identifiers.forEach(value -> kinds.put(value, "id"));
        phones.forEach(value -> kinds.put(value, "phone"));
        credentials.forEach(value -> kinds.put(value, "credential"));
        Map<String, String> longestFirst = new LinkedHashMap<>();
        kinds.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<String, String> entry) ->
                                entry.getKey().length())
                        .reversed())
                .forEach(entry -> longestFirst.put(entry.getKey(), entry.getValue()));
        return longestFirst;
    }

    private void line(String line, boolean withNames) {
        if (line.isEmpty()) {
            return;
        }
        if (line.indexOf('+') >= 0) {
            for (Redactor.Span span : Redactor.credentialSpans(line)) {
                credential(line.substring(span.from(), span.to()));
            }
            find(CNUM, line, 1, phones);
            if (withNames) {
                find(CLIENT, line, 1, names);
                find(BROKER, line, 1, names);
            }
        }
        find(Redactor.LONG_NUMBER, line, 0, identifiers);
        Matcher phone = Redactor.PHONE.matcher(line);
        while (phone.find()) {
            phones.add(phone.group().substring(1));
        }
        Matcher address = Redactor.DOTTED.matcher(line);
        while (address.find()) {
            if (Redactor.isAddress(address.group())) {
                addresses.add(address.group());
            }
        }
        Matcher colons = Redactor.COLONS.matcher(line);
        while (colons.find()) {
            if (Redactor.isColonAddress(colons.group())) {
                addresses.add(colons.group());
            }
        }
    }

    private static void find(Pattern pattern, String line, int group, Set<String> found) {
        Matcher matcher = pattern.matcher(line);
        while (matcher.find()) {
            found.add(matcher.group(group));
        }
    }

    private void packet(MqttPacket packet, boolean withNames) {
        if (packet.type() != MqttPacketType.CONNECT) {
            return;
        }
        ConnectFields.of(packet.bytes()).ifPresent(fields -> {
            credential(fields.user());
            credential(fields.password());
            if (withNames) {
                name(fields.client());
            }
        });
    }

    private void credential(String value) {
        boolean masked = value.chars().allMatch(c -> c == '*');
        boolean number = value.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!masked && value.length() >= (number ? SHORTEST_NUMBER : SHORTEST_LITERAL)) {
            credentials.add(value);
        }
    }

    private void name(String value) {
        if (value.length() >= SHORTEST_LITERAL && value.chars().anyMatch(Character::isLetter)) {
            names.add(value);
        }
    }

    /** Without the values: this text may reach a log. */
    @Override
    public String toString() {
        return "KnownValues[" + all().size() + "]";
    }
}
