package dev.parley.doctor;

import dev.parley.at.ExchangeLook;
import dev.parley.at.Exchanges;
import dev.parley.journal.Direction;
import dev.parley.socket.ModemSocket;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The numbers of one {@code AT+QIRD=id,length} or {@code AT+QISEND=id,length}, read without making its exchange: a session has a
 * million of them, and a rule looks for a few.
 *
 * @param row the exchange's number
 * @param length the length in the command; 1500 for a read that names none
 * @param told the length in {@code +QIRD: length}, or -1
 * @param carried the payload's bytes that crossed the link
 * @param prompted true if the modem asked for them
 * @param usual true if nothing about it is out of order: it was answered before anything else began, with as many bytes as it was told
 *     of and no more than it was asked for, and nothing was noise
 */
record Transfer(int row, int length, int told, int carried, boolean prompted, boolean usual) {
    /** This connection's reads, in order; questions for the counters are left out. */
    static Stream<Transfer> reads(CaseView session, ModemSocket socket) {
        return all(session, socket, "AT+QIRD=" + socket.id(), Direction.RX);
    }

    /** This connection's sends with a length, in order; questions for the counters are left out. */
    static Stream<Transfer> sends(CaseView session, ModemSocket socket) {
        return all(session, socket, "AT+QISEND=" + socket.id() + ",", Direction.TX);
    }

    private static Stream<Transfer> all(CaseView session, ModemSocket socket, String command, Direction direction) {
        Exchanges exchanges = Facts.exchanges(session);
        ExchangeLook look = exchanges.look();
        Facts.Held held = Facts.held(session, socket);
        int named = ("AT+QI" + (direction == Direction.RX ? "RD=" : "SEND=") + socket.id()).length();
        IntStream rows = exchanges.commandRows(command);
        return rows.filter(row -> held.has(look.on(row).nanos()))
                .mapToObj(row -> of(look.on(row), row, named, direction, exchanges.size()))
                .filter(transfer -> transfer.length() > 0);
    }

    /** Of another id, or of a form that is not known: length 0. */
    private static Transfer of(ExchangeLook look, int row, int named, Direction direction, int size) {
        int length = length(look.text(), named, direction);
        int told = -1;
        int carried = 0;
        boolean prompted = false;
        boolean usual = true;
        long ended = -1;
        while (look.next()) {
            switch (look.role()) {
                case INFORMATION -> told = told < 0 ? header(look.text()) : told;
                case PAYLOAD -> carried += look.direction() == direction ? look.length() : 0;
                case PROMPT -> prompted = true;
                case NOISE -> usual = false;
                case RESULT -> {
                    usual &= !look.isUnanswered();
                    ended = look.nanos();
                }
                case COMMAND, ECHO, URC -> {}
            }
        }
        usual &= ended >= 0
                && carried == (direction == Direction.RX ? Math.max(0, told) : length)
                && carried <= length
                && (row + 1 >= size || look.on(row + 1).nanos() >= ended);
        return new Transfer(row, length, told, carried, prompted, usual);
    }

    private static int length(CharSequence text, int named, Direction direction) {
        if (text.length() == named) {
            return direction == Direction.RX ? Reading.MOST : 0;
        }
        return text.charAt(named) == ',' ? Math.max(0, number(text, named + 1)) : 0;
    }

    /** The number in {@code +QIRD: 5}, or -1. */
    private static int header(CharSequence text) {
        String name = "+QIRD:";
        if (text.length() <= name.length()) {
            return -1;
        }
        for (int i = 0; i < name.length(); i++) {
            if (text.charAt(i) != name.charAt(i)) {
                return -1;
            }
        }
        return number(text, text.charAt(name.length()) == ' ' ? name.length() + 1 : name.length());
    }

    /** The decimal number of at most five digits from {@code at} to the text's end, or -1. */
    private static int number(CharSequence text, int at) {
        int length = text.length();
        if (at >= length || length - at > 5) {
            return -1;
        }
        int value = 0;
        for (int i = at; i < length; i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            value = value * 10 + digit - '0';
        }
        return value;
    }
}
