package discover

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
)

// The small part of HTTP/1.1 (RFC 9112) that fetching one small file takes. net/http
// would make the program larger by four times the size of this package.

// userAgent is the User-Agent of every request.
const userAgent = "Postern"

// maxLine is the longest line of a head, in bytes.
const maxLine = 16 << 10

// A head is what stands before the body of an answer.
type head struct {
	status    int
	location  string
	mediaType string // lower case, without parameters; "" if not said
	encoding  string // how the body is compressed; "" if it is not
	chunked   bool
	transfer  bool  // there is a Transfer-Encoding
	length    int64 // -1 if not said
}

// A message is a whole answer. The body is only read if the status is 200.
type message struct {
	head
	body []byte
}

// readMessage reads an answer to GET, up to its end and within the limits.
func readMessage(from io.Reader) (message, error) {
	r := bufio.NewReaderSize(from, maxLine)
	h, err := readHead(r)
	if err != nil || h.status != 200 {
		return message{head: h}, err
	}
	if h.encoding != "" {
		return message{head: h}, failure{BadHTTP, "the body is compressed, which was not asked for: " + h.encoding}
	}
	body, err := h.readBody(r)
	return message{h, body}, err
}

// readHead reads the head of the final answer, and skips interim ones (1xx).
func readHead(r *bufio.Reader) (head, error) {
	l := lines{r, maxHead}
	for {
		h, err := l.head()
		if err != nil || h.status/100 != 1 {
			return h, err
		}
		if h.status == 101 {
			return h, failure{BadHTTP, "the server changes to another protocol"}
		}
	}
}

// lines reads lines until a number of bytes is used up.
type lines struct {
	r    *bufio.Reader
	left int
}

// next reads a line without its end.
func (l *lines) next() (string, error) {
	line, err := l.r.ReadSlice('\n')
	l.left -= len(line)
	switch {
	case errors.Is(err, bufio.ErrBufferFull), l.left < 0:
		return "", failure{BadHTTP, "the head is too long"}
	case err != nil && len(line) == 0:
		return "", failure{NoConnection, "the connection ended before the answer did: " + err.Error()}
	case err != nil:
		return "", failure{BadHTTP, "the answer breaks off: " + string(line)}
	}
	return string(bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r"))), nil
}

// head reads one status line and its header fields.
func (l *lines) head() (head, error) {
	h := head{length: -1}
	line, err := l.next()
	if err != nil {
		return h, err
	}
	var ok bool
	if h.status, ok = status(line); !ok {
		return h, failure{BadHTTP, line}
	}
	for {
		line, err := l.next()
		if err != nil || line == "" {
			return h, err
		}
		name, value, ok := strings.Cut(line, ":")
		if !ok || name == "" || strings.ContainsAny(name, " \t") {
			return h, failure{BadHTTP, line} // a folded line too (section 5.2)
		}
		if err := h.field(strings.ToLower(name), strings.Trim(value, " \t")); err != nil {
			return h, err
		}
	}
}

// status reads a status line such as "HTTP/1.1 200 OK".
func status(line string) (int, bool) {
	version, rest, _ := strings.Cut(line, " ")
	code, _, _ := strings.Cut(rest, " ")
	if version != "HTTP/1.1" && version != "HTTP/1.0" || len(code) != 3 {
		return 0, false
	}
	n, err := strconv.ParseUint(code, 10, 16)
	return int(n), err == nil && n >= 100 //nolint:gosec // three digits
}

// field sets what a header field says, if it matters here.
func (h *head) field(name, value string) error {
	switch name {
	case "location":
		h.location = value
	case "content-type":
		kind, _, _ := strings.Cut(value, ";")
		h.mediaType = strings.ToLower(strings.TrimSpace(kind))
	case "content-encoding":
		if !strings.EqualFold(value, "identity") {
			h.encoding = value
		}
	case "transfer-encoding":
		if h.transfer || !strings.EqualFold(value, "chunked") {
			return failure{BadHTTP, "Transfer-Encoding: " + value}
		}
		h.transfer, h.chunked = true, true
	case "content-length":
		n, err := strconv.ParseUint(value, 10, 63)
		if err != nil || h.length >= 0 && h.length != int64(n) { //nolint:gosec // 63 bits
			return failure{BadHTTP, "Content-Length: " + value}
		}
		h.length = int64(n) //nolint:gosec // 63 bits
	}
	return nil
}

// readBody reads a body that ends as the head says (section 6.3).
func (h head) readBody(r *bufio.Reader) ([]byte, error) {
	switch {
	case h.chunked && h.length >= 0:
		return nil, failure{BadHTTP, "both chunked and of a stated length"}
	case h.chunked:
		return readChunks(r)
	case h.length > maxBody:
		return nil, failure{TooLong, strconv.FormatInt(h.length, 10) + " bytes"}
	case h.length >= 0:
		return readExactly(r, h.length)
	default:
		return readToEnd(r)
	}
}

// readExactly reads n bytes; it allocates only as much as has come.
func readExactly(r io.Reader, n int64) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r, n))
	if err != nil || int64(len(body)) < n {
		return nil, failure{CutOff, "after " + strconv.Itoa(len(body)) + " bytes"}
	}
	return body, nil
}

// readToEnd reads until the connection ends. Many servers do not take leave of
// TLS, so that a body cut off by somebody on the way cannot be told here: but in
// XML the end of the file can.
func readToEnd(r io.Reader) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r, maxBody+1))
	switch {
	case len(body) > maxBody:
		return nil, failure{TooLong, "more than the limit"}
	case err != nil && !errors.Is(err, io.ErrUnexpectedEOF):
		return nil, failure{CutOff, err.Error()}
	}
	return body, nil
}

// readChunks reads a body in chunks (section 7.1). What follows the last one is
// left unread, for the connection is not used again.
func readChunks(r *bufio.Reader) ([]byte, error) {
	var body []byte
	for {
		l := lines{r, maxChunkLine}
		line, err := l.next()
		if err != nil {
			return nil, failure{CutOff, "between two chunks"}
		}
		size, _, _ := strings.Cut(line, ";")
		n, err := strconv.ParseUint(strings.TrimRight(size, " \t"), 16, 31)
		switch {
		case err != nil:
			return nil, failure{BadHTTP, "a chunk of size " + line}
		case n == 0:
			return body, nil
		case len(body)+int(n) > maxBody: //nolint:gosec // 31 bits
			return nil, failure{TooLong, "more than the limit"}
		}
		chunk, err := readExactly(r, int64(n)) //nolint:gosec // 31 bits
		if err != nil {
			return nil, err
		}
		body = append(body, chunk...)
		if line, err := l.next(); err != nil || line != "" {
			return nil, failure{BadHTTP, "a chunk is longer than it says"}
		}
	}
}
