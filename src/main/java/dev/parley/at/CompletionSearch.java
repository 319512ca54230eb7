package dev.parley.at;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Finds what may come next in a line that is being typed. */
final class CompletionSearch {
    private static final int SOCKETS = 12;

    private final Dictionary dictionary;
    private final NetworkPicture network;

    CompletionSearch(Dictionary dictionary, NetworkPicture network) {
        this.dictionary = dictionary;
        this.network = network;
    }

    Completion of(String text, int caret) {
        int start = begin(text, caret);
        String typed = text.substring(start, caret);
        int equals = Values.unquoted(typed, '=', 0);
        return equals < typed.length() ? argument(text, start, start + equals, caret) : command(text, start, caret);
    }

    /** Where the command with the caret begins: the line's first character, or behind a semicolon. */
    private static int begin(String text, int caret) {
        int from = 0;
        while (true) {
            int stop = Values.unquoted(text, ';', from);
            if (stop >= caret) {
                break;
            }
            from = stop + 1;
        }
        while (from < caret && text.charAt(from) == ' ') {
            from++;
        }
        return from;
    }

    // Commands

    private Completion command(String text, int start, int caret) {
        int to = caret;
        while (to < text.length() && ";=? ".indexOf(text.charAt(to)) < 0) {
            to++;
        }
        String typed = text.substring(start, caret).strip().toUpperCase(Locale.ROOT);
        boolean first = text.substring(0, start).isBlank();
        String wanted = first && typed.startsWith("AT") && !isBasic(typed) ? typed.substring(2) : typed;
        List<Completion.Candidate> candidates = new ArrayList<>();
        exact(first ? typed : "AT" + typed).ifPresent(entry -> forms(text.substring(start, caret), entry, candidates));
        dictionary.entries().stream()
                .filter(entry -> entry.kind() == Dictionary.Kind.COMMAND && !entry.isOption())
                .map(entry -> new Ranked(entry, rank(entry, wanted)))
                .filter(ranked -> ranked.rank < Ranked.NONE)
                .sorted(Comparator.comparingInt(Ranked::rank).thenComparing(ranked -> ranked.entry.name()))
                .map(ranked -> candidate(ranked.entry, first))
                .filter(candidate -> !candidate.text().equalsIgnoreCase(text.substring(start, caret)))
                .forEach(candidates::add);
        return new Completion(start, to, candidates, Optional.empty());
    }

    /** ATE, AT&F: the AT belongs to the name. */
    private static boolean isBasic(String typed) {
        return typed.length() > 2 && typed.charAt(2) != '+';
    }

    private Optional<Dictionary.Entry> exact(String typed) {
        String name = typed.startsWith("AT+") ? typed.substring(2) : typed;
        return dictionary.entries().stream()
                .filter(entry ->
                        entry.kind() == Dictionary.Kind.COMMAND && entry.name().equals(name) && typed.length() > 2)
                .findFirst();
    }

    private static void forms(String typed, Dictionary.Entry entry, List<Completion.Candidate> candidates) {
        boolean basic = entry.name().startsWith("AT");
        for (CommandLine.Form form :
                List.of(CommandLine.Form.EXECUTE, CommandLine.Form.SET, CommandLine.Form.READ, CommandLine.Form.TEST)) {
            if (!entry.forms().contains(form) || (basic && form == CommandLine.Form.SET)) {
                continue;
            }
            String end =
                    switch (form) {
                        case EXECUTE -> "";
                        case SET -> "=";
                        case READ -> "?";
                        case TEST -> "=?";
                    };
            String about =
                    switch (form) {
                        case EXECUTE -> entry.title();
                        case SET -> "with parameters: " + signature(entry, -1).text;
                        case READ -> "asks what is set";
                        case TEST -> "asks what it accepts";
                    };
            candidates.add(
                    new Completion.Candidate(typed + end, end.isEmpty() ? typed : end, about, Completion.Kind.FORM));
        }
    }

    private static Completion.Candidate candidate(Dictionary.Entry entry, boolean first) {
        boolean basic = entry.name().startsWith("AT") || entry.name().equals("+++");
        String text = !first && entry.name().startsWith("AT") ? entry.name().substring(2) : entry.name();
        return new Completion.Candidate(
                first && !basic ? "AT" + text : text, entry.name(), entry.title(), Completion.Kind.COMMAND);
    }

    private record Ranked(Dictionary.Entry entry, int rank) {
        static final int NONE = 9;
    }

    /** 0 begins with what was typed, 1 does so without +, 2 has it inside, 3 has it in its title. */
    private static int rank(Dictionary.Entry entry, String wanted) {
        String name = entry.name();
        if (name.startsWith(wanted)) {
            return 0;
        }
        String bare = wanted.startsWith("+") ? wanted.substring(1) : wanted;
        if (bare.length() < 2) {
            return name.startsWith("+" + bare) && !wanted.startsWith("AT") ? 1 : Ranked.NONE;
        }
        if (name.startsWith("+" + bare)) {
            return 1;
        }
        if (name.contains(bare)) {
            return 2;
        }
        return entry.title().toUpperCase(Locale.ROOT).contains(bare) ? 3 : Ranked.NONE;
    }

    // Parameters

    private Completion argument(String text, int start, int equals, int caret) {
        int stop = Values.unquoted(text, ';', start);
        String prefix = start == 0 || text.substring(0, start).isBlank() ? "" : "AT";
        CommandLine.Command command =
                CommandLine.parse(prefix + text.substring(start, stop)).first();
        int from = equals + 1;
        int index = 0;
        while (true) {
            int comma = Math.min(stop, Values.unquoted(text, ',', from));
            if (comma >= caret || comma == stop) {
                break;
            }
            from = comma + 1;
            index++;
        }
        int to = Math.min(stop, Values.unquoted(text, ',', from));
        String typed = text.substring(from, caret).strip();
        Optional<Dictionary.Entry> entry = dictionary.command(command);
        if (entry.isEmpty()) {
            return new Completion(caret, caret, List.of(), Optional.empty());
        }
        Optional<Parameter> parameter = entry.get().parameters().at(index);
        List<Completion.Candidate> candidates = new ArrayList<>();
        List<Dictionary.Entry> options = index == 0 ? dictionary.options(command.name()) : List.of();
        for (Dictionary.Entry option : options) {
            String name = option.name().substring(option.command().length() + 1);
            candidates.add(new Completion.Candidate(name, name, option.title(), Completion.Kind.VALUE));
        }
        if (options.isEmpty() && parameter.isPresent()) {
            session(command, parameter.get(), candidates);
            parameter.get().words().forEach((value, word) -> {
                String written = written(value);
                candidates.add(new Completion.Candidate(written, written, word, Completion.Kind.VALUE));
            });
        }
        candidates.removeIf(candidate -> !begins(candidate.text(), typed));
        Signature signature = signature(entry.get(), index);
        Optional<Completion.Hint> hint = parameter.map(known -> new Completion.Hint(
                signature.text,
                signature.from,
                signature.to,
                known.fixed().isEmpty() ? known.name() : "name",
                about(known, entry.get())));
        return new Completion(from, to, candidates, hint);
    }

    private static String about(Parameter parameter, Dictionary.Entry entry) {
        if (!parameter.fixed().isEmpty()) {
            return entry.title();
        }
        String standard = parameter.standard().isEmpty() ? "" : "; " + parameter.standard() + " if left out";
        return parameter.values() + (parameter.optional() && standard.isEmpty() ? "; may be left out" : standard);
    }

    /** Numbers, signs and hex stand bare, words in quotes. */
    private static String written(String value) {
        boolean bare = value.isEmpty() || Character.isDigit(value.charAt(0)) || value.charAt(0) == '-';
        return bare ? value : '"' + value + '"';
    }

    private static boolean begins(String candidate, String typed) {
        String bare = typed.replace("\"", "");
        return candidate.replace("\"", "").regionMatches(true, 0, bare, 0, bare.length());
    }

    /** Values that this session knows. */
    private void session(CommandLine.Command command, Parameter parameter, List<Completion.Candidate> candidates) {
        switch (parameter.name()) {
            case "connectID" -> numbers(network.sockets(), command.name().equals("+QIOPEN"), SOCKETS, candidates);
            case "clientID" -> {
                if (!parameter.range().isEmpty()) {
                    numbers(network.tlsSockets(), command.name().equals("+QSSLOPEN"), SOCKETS, candidates);
                }
            }
            case "client_idx" ->
                numbers(network.mqttClients(), command.name().equals("+QMTOPEN"), SOCKETS / 2, candidates);
            case "contextID", "pdpctxID", "cid" ->
                network.contexts()
                        .forEach(context -> candidates.add(new Completion.Candidate(
                                String.valueOf(context.id()),
                                String.valueOf(context.id()),
                                (context.apn().isEmpty() ? "PDP context" : context.apn())
                                        + context.active()
                                                .map(on -> on ? ", active" : ", not active")
                                                .orElse(""),
                                Completion.Kind.SESSION)));
            case "APN" ->
                network.contexts().stream()
                        .filter(context -> !context.apn().isEmpty())
                        .forEach(context -> candidates.add(new Completion.Candidate(
                                '"' + context.apn() + '"',
                                context.apn(),
                                "of PDP context " + context.id(),
                                Completion.Kind.SESSION)));
            default -> {}
        }
    }

    /** The numbers of open sockets, or the first that is free. */
    private static void numbers(
            Map<Integer, NetworkPicture.Socket> sockets,
            boolean free,
            int count,
            List<Completion.Candidate> candidates) {
        if (free) {
            IntStream.range(0, count)
                    .filter(id -> !isTaken(sockets, id))
                    .findFirst()
                    .ifPresent(id -> candidates.add(
                            new Completion.Candidate("" + id, "" + id, "free", Completion.Kind.SESSION)));
            return;
        }
        sockets.values().stream()
                .filter(socket -> isTaken(sockets, socket.id()))
                .sorted(Comparator.comparingInt(NetworkPicture.Socket::id))
                .forEach(socket -> candidates.add(new Completion.Candidate(
                        "" + socket.id(), "" + socket.id(), words(socket), Completion.Kind.SESSION)));
    }

    private static boolean isTaken(Map<Integer, NetworkPicture.Socket> sockets, int id) {
        NetworkPicture.Socket socket = sockets.get(id);
        return socket != null && socket.use() != NetworkPicture.Use.CLOSED;
    }

    private static String words(NetworkPicture.Socket socket) {
        String state =
                switch (socket.use()) {
                    case OPENING -> "opening";
                    case OPEN -> "open";
                    case CLOSED_BY_PEER -> "closed by the peer";
                    case CLOSED -> "closed";
                };
        return socket.host().isEmpty() ? state : state + ", " + socket.host() + ":" + socket.port();
    }

    // The signature

    private record Signature(String text, int from, int to) {}

    /** {@code AT+QISEND=<connectID>[,<send_length>]}, with the place of the parameter at {@code index}. */
    private static Signature signature(Dictionary.Entry entry, int index) {
        boolean basic = entry.command().startsWith("AT");
        StringBuilder text = new StringBuilder(basic ? entry.command() : "AT" + entry.command() + "=");
        List<Parameter> parameters = entry.parameters().values();
        int shown = entry.parameters().repeats() ? Math.min(index, parameters.size() - 1) : index;
        int from = 0;
        int to = 0;
        int open = 0;
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            if (parameter.optional()) {
                text.append('[');
                open++;
            }
            text.append(i == 0 ? "" : ",");
            int begin = text.length();
            text.append(parameter.fixed().isEmpty() ? "<" + parameter.name() + ">" : '"' + parameter.fixed() + '"');
            if (i == shown) {
                from = begin;
                to = text.length();
            }
        }
        text.append(entry.parameters().repeats() ? ",..." : "").append("]".repeat(open));
        return new Signature(text.toString(), from, to);
    }
}
