package cli

import (
	"fmt"
	"maps"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// A schemaCheck holds a value against a JSON Schema of the draft of 2020-12, as
// far as the report's makes use of it. A keyword it does not know is an error, so
// that nothing in the schema goes unchecked.
type schemaCheck struct {
	defs   map[string]any
	reader bool     // fields that are not described may be there
	wrong  []string // what was found, each with its place
}

// checkSchema returns what is wrong with a value that this Postern wrote: it has no
// field that is not described, though a later one may add some.
func checkSchema(schema map[string]any, v any) []string { return checkAs(schema, v, false) }

// checkAs is checkSchema, or what a reader of any Postern's output checks.
func checkAs(schema map[string]any, v any, reader bool) []string {
	defs, _ := schema["$defs"].(map[string]any)
	c := &schemaCheck{defs: defs, reader: reader}
	c.value("report", schema, v)
	return c.wrong
}

func (c *schemaCheck) say(ok bool, place, format string, args ...any) {
	if !ok {
		c.wrong = append(c.wrong, place+": "+fmt.Sprintf(format, args...))
	}
}

// value checks the value at a place.
func (c *schemaCheck) value(place string, schema, v any) {
	s := schema.(map[string]any)
	for _, keyword := range slices.Sorted(maps.Keys(s)) {
		want := s[keyword]
		switch keyword {
		case "$schema", "$defs", "title", "description", "format", "then", "else":
		case "$ref":
			c.value(place, c.defs[strings.TrimPrefix(want.(string), "#/$defs/")], v)
		case "const":
			c.say(reflect.DeepEqual(v, want), place, "%v, want %v", v, want)
		case "enum":
			c.say(among(want.([]any), v), place, "%v is none of %v", v, want)
		case "type":
			c.say(hasType(v, want), place, "%v is no %v", v, want)
		case "allOf":
			for _, sub := range want.([]any) {
				c.value(place, sub, v)
			}
		case "if":
			c.branch(place, s, v)
		case "pattern":
			text, ok := v.(string)
			c.say(!ok || pattern(want.(string)).MatchString(text), place, "%q does not match %v", v, want)
		case "minimum", "maximum":
			n, ok := v.(float64)
			c.say(!ok || n == want || (n > want.(float64)) == (keyword == "minimum"), place, "%v is beyond the %s of %v", v, keyword, want)
		case "items", "minItems", "maxItems", "uniqueItems":
			list, _ := v.([]any)
			c.list(place, keyword, want, list)
		case "properties", "required", "additionalProperties", "propertyNames", "maxProperties":
			if object, ok := v.(map[string]any); ok {
				c.object(place, keyword, s, object)
			}
		default:
			c.say(false, place, "the schema's keyword %s is not known here", keyword)
		}
	}
}

// patterns are those that were compiled, by their text.
var patterns sync.Map

func pattern(text string) *regexp.Regexp {
	if known, ok := patterns.Load(text); ok {
		return known.(*regexp.Regexp)
	}
	re := regexp.MustCompile(text)
	patterns.Store(text, re)
	return re
}

// branch goes on with what follows from a condition.
func (c *schemaCheck) branch(place string, s map[string]any, v any) {
	test := &schemaCheck{defs: c.defs, reader: c.reader}
	test.value(place, s["if"], v)
	next := "then"
	if len(test.wrong) > 0 {
		next = "else"
	}
	if sub, ok := s[next]; ok {
		c.value(place, sub, v)
	}
}

func (c *schemaCheck) list(place, keyword string, want any, list []any) {
	limit, _ := want.(float64)
	switch keyword {
	case "minItems":
		c.say(list == nil || len(list) >= int(limit), place, "%d items are too few", len(list))
	case "maxItems":
		c.say(len(list) <= int(limit), place, "%d items are too many", len(list))
	case "items":
		for i, item := range list {
			c.value(fmt.Sprintf("%s[%d]", place, i), want, item)
		}
	case "uniqueItems":
		for i, item := range list {
			c.say(!among(list[:i], item), place, "%v stands twice", item)
		}
	}
}

func (c *schemaCheck) object(place, keyword string, s, object map[string]any) {
	want := s[keyword]
	known, _ := s["properties"].(map[string]any)
	if keyword == "required" {
		for _, name := range want.([]any) {
			_, ok := object[name.(string)]
			c.say(ok, place, "%v is missing", name)
		}
	}
	if limit, ok := want.(float64); ok { // maxProperties
		c.say(len(object) <= int(limit), place, "%d fields are too many", len(object))
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		sub, isKnown := known[name]
		switch {
		case keyword == "propertyNames":
			c.value(place+"'s key", want, name)
		case keyword == "properties" && isKnown:
			c.value(place+"."+name, sub, object[name])
		case keyword == "properties" && s["type"] == "object" && s["additionalProperties"] == nil:
			c.say(c.reader, place, "%s is not known", name)
		case keyword == "additionalProperties" && !isKnown:
			c.value(place+"."+name, want, object[name])
		}
	}
}

func among(list []any, v any) bool {
	return slices.ContainsFunc(list, func(o any) bool { return reflect.DeepEqual(o, v) })
}

// hasType reports whether a value has the type, or one of the types.
func hasType(v, want any) bool {
	if list, ok := want.([]any); ok {
		return slices.ContainsFunc(list, func(one any) bool { return hasType(v, one) })
	}
	switch v := v.(type) {
	case nil:
		return want == "null"
	case bool:
		return want == "boolean"
	case string:
		return want == "string"
	case float64:
		return want == "number" || want == "integer" && v == math.Trunc(v)
	case []any:
		return want == "array"
	}
	return want == "object"
}
