"""The messages that the Forms API takes: fields and kinds, as its reference lists them."""

from __future__ import annotations

from sync.workspace.messages import Schema, Shape

_OPTION_ACTIONS = ("GO_TO_ACTION_UNSPECIFIED", "NEXT_SECTION", "RESTART_FORM", "SUBMIT_FORM")
_CHOICES = ("CHOICE_TYPE_UNSPECIFIED", "RADIO", "CHECKBOX", "DROP_DOWN")
_ICONS = ("RATING_ICON_TYPE_UNSPECIFIED", "STAR", "HEART", "THUMB_UP")
_EMAILS = ("EMAIL_COLLECTION_TYPE_UNSPECIFIED", "DO_NOT_COLLECT", "VERIFIED", "RESPONDER_INPUT")
_ALIGNMENTS = ("ALIGNMENT_UNSPECIFIED", "LEFT", "RIGHT", "CENTER")

ITEM_KINDS = ("questionItem", "questionGroupItem", "pageBreakItem", "textItem", "imageItem", "videoItem")
QUESTION_KINDS = (
    "textQuestion",
    "choiceQuestion",
    "scaleQuestion",
    "ratingQuestion",
    "dateQuestion",
    "timeQuestion",
    "rowQuestion",
    "fileUploadQuestion",
)
REQUESTS = {
    "updateFormInfo": "UpdateFormInfoRequest",
    "updateSettings": "UpdateSettingsRequest",
    "createItem": "CreateItemRequest",
    "moveItem": "MoveItemRequest",
    "deleteItem": "DeleteItemRequest",
    "updateItem": "UpdateItemRequest",
}

SCHEMA = Schema(
    "google.apps.forms.v1",
    {
        "Form": Shape(
            {
                "formId": "string",
                "info": "Info",
                "settings": "FormSettings",
                "items": "*Item",
                "revisionId": "string",
                "responderUri": "string",
                "linkedSheetId": "string",
                "publishSettings": "PublishSettings",
            }
        ),
        "Info": Shape({"title": "string", "documentTitle": "string", "description": "string"}),
        "FormSettings": Shape({"quizSettings": "QuizSettings", "emailCollectionType": _EMAILS}),
        "QuizSettings": Shape({"isQuiz": "bool"}),
        "PublishSettings": Shape({"publishState": "PublishState"}),
        "PublishState": Shape({"isPublished": "bool", "isAcceptingResponses": "bool"}),
        "SetPublishSettingsRequest": Shape({"publishSettings": "PublishSettings", "updateMask": "string"}),
        "BatchUpdateFormRequest": Shape(
            {"includeFormInResponse": "bool", "requests": "*Request", "writeControl": "WriteControl"}
        ),
        "WriteControl": Shape(
            {"requiredRevisionId": "string", "targetRevisionId": "string"},
            ("requiredRevisionId", "targetRevisionId"),
            "control",
        ),
        "Request": Shape(REQUESTS, tuple(REQUESTS)),
        "UpdateFormInfoRequest": Shape({"info": "Info", "updateMask": "string"}),
        "UpdateSettingsRequest": Shape({"settings": "FormSettings", "updateMask": "string"}),
        "CreateItemRequest": Shape({"item": "Item", "location": "Location"}),
        "MoveItemRequest": Shape({"originalLocation": "Location", "newLocation": "Location"}),
        "DeleteItemRequest": Shape({"location": "Location"}),
        "UpdateItemRequest": Shape({"item": "Item", "location": "Location", "updateMask": "string"}),
        "Location": Shape({"index": "int32"}, ("index",), "where"),
        "Item": Shape(
            {
                "itemId": "string",
                "title": "string",
                "description": "string",
                "questionItem": "QuestionItem",
                "questionGroupItem": "QuestionGroupItem",
                "pageBreakItem": "PageBreakItem",
                "textItem": "TextItem",
                "imageItem": "ImageItem",
                "videoItem": "VideoItem",
            },
            ITEM_KINDS,
        ),
        "PageBreakItem": Shape({}),
        "TextItem": Shape({}),
        "QuestionItem": Shape({"question": "Question", "image": "Image"}),
        "QuestionGroupItem": Shape({"questions": "*Question", "grid": "Grid", "image": "Image"}),
        "Grid": Shape({"columns": "ChoiceQuestion", "shuffleQuestions": "bool"}),
        "Question": Shape(
            {
                "questionId": "string",
                "required": "bool",
                "grading": "Grading",
                "textQuestion": "TextQuestion",
                "choiceQuestion": "ChoiceQuestion",
                "scaleQuestion": "ScaleQuestion",
                "ratingQuestion": "RatingQuestion",
                "dateQuestion": "DateQuestion",
                "timeQuestion": "TimeQuestion",
                "rowQuestion": "RowQuestion",
                "fileUploadQuestion": "FileUploadQuestion",
            },
            QUESTION_KINDS,
        ),
        "TextQuestion": Shape({"paragraph": "bool"}),
        "ChoiceQuestion": Shape({"type": _CHOICES, "options": "*Option", "shuffle": "bool"}),
        "Option": Shape(
            {
                "value": "string",
                "image": "Image",
                "isOther": "bool",
                "goToAction": _OPTION_ACTIONS,
                "goToSectionId": "string",
            },
            ("goToAction", "goToSectionId"),
            "go_to_section",
        ),
        "ScaleQuestion": Shape(
            {"low": "int32", "high": "int32", "lowLabel": "string", "highLabel": "string"}
        ),
        "RatingQuestion": Shape({"ratingScaleLevel": "int32", "iconType": _ICONS}),
        "DateQuestion": Shape({"includeTime": "bool", "includeYear": "bool"}),
        "TimeQuestion": Shape({"duration": "bool"}),
        "RowQuestion": Shape({"title": "string"}),
        "FileUploadQuestion": Shape(
            {"folderId": "string", "maxFileSize": "string", "maxFiles": "int32", "types": "any"}
        ),
        "ImageItem": Shape({"image": "Image"}),
        "Image": Shape(
            {
                "altText": "string",
                "contentUri": "string",
                "properties": "MediaProperties",
                "sourceUri": "string",
            }
        ),
        "MediaProperties": Shape({"alignment": _ALIGNMENTS, "width": "int32"}),
        "VideoItem": Shape({"caption": "string", "video": "Video"}),
        "Video": Shape({"properties": "MediaProperties", "youtubeUri": "string"}),
        "Grading": Shape(
            {
                "pointValue": "int32",
                "correctAnswers": "CorrectAnswers",
                "whenRight": "Feedback",
                "whenWrong": "Feedback",
                "generalFeedback": "Feedback",
            }
        ),
        "CorrectAnswers": Shape({"answers": "*CorrectAnswer"}),
        "CorrectAnswer": Shape({"value": "string"}),
        "Feedback": Shape({"text": "string", "material": "*ExtraMaterial"}),
        "ExtraMaterial": Shape({"link": "TextLink", "video": "VideoLink"}, ("link", "video"), "content"),
        "TextLink": Shape({"displayText": "string", "uri": "string"}),
        "VideoLink": Shape({"displayText": "string", "youtubeUri": "string"}),
    },
)
